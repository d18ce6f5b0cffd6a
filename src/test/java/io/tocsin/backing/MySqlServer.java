package io.tocsin.backing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;

/**
 * One MySQL-compatible server for the whole JVM, started when first asked for: MySQL in a container where Docker is
 * available, else an embedded MariaDB. It ends with the JVM, also when that is killed.
 *
 * @param description which server it is
 * @param port its port on the loopback address
 * @param username may create databases
 * @param password the user's password
 */
public record MySqlServer(String description, int port, String username, String password) {

    private static final Logger LOG = LoggerFactory.getLogger(MySqlServer.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /**
     * An empty database of the server.
     *
     * @param url its JDBC URL
     * @param username may do everything in it
     * @param password the user's password
     */
    public record Database(String url, String username, String password) {

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, username, password);
        }
    }

    /** The server of this JVM. */
    public static MySqlServer get() {
        return Holder.SERVER;
    }

    /** Creates a database that nobody else uses. */
    public Database newDatabase() {
        String name = "db" + DATABASES.incrementAndGet();
        try (Connection connection = new Database(url(""), username, password).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no new database on " + description, e);
        }
        return new Database(url(name), username, password);
    }

    private String url(String database) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + database + "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
    }

    private static MySqlServer start() {
        MySqlServer server =
                DockerClientFactory.instance().isDockerAvailable() ? inContainer() : EmbeddedMariaDb.start();
        LOG.info("MySQL-compatible server: {} on port {}", server.description(), server.port());
        return server;
    }

    // Ryuk, the container that Testcontainers adds, removes it when this JVM is gone.
    @SuppressWarnings("resource")
    private static MySqlServer inContainer() {
        MySQLContainer container = new MySQLContainer("mysql:8.4").withUsername("root");
        container.start();
        String description = "MySQL (" + container.getDockerImageName() + ", Testcontainers)";
        return new MySqlServer(
                description, container.getFirstMappedPort(), container.getUsername(), container.getPassword());
    }

    private static final class Holder {
        static final MySqlServer SERVER = start();
    }
}
