package io.tocsin.backing;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.mysql.MySQLContainer;

/**
 * A MySQL-compatible server, one for the whole JVM and started when first asked for. It ends with the JVM, also when that is
 * killed.
 *
 * @param description which server it is
 * @param port its port on the loopback address
 * @param username may create databases
 * @param password the user's password
 */
public record MySqlServer(String description, int port, String username, String password) {

    /** The image of the stack. */
    public static final String IMAGE = "mysql:8.4";

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

    /** MySQL in a container where an engine has its image or can get it, else an embedded MariaDB. */
    public static MySqlServer get() {
        return Started.SERVER;
    }

    /** An embedded MariaDB, for figures that are compared with earlier ones. */
    public static MySqlServer mariaDb() {
        return MariaDb.SERVER;
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

    private static MySqlServer started(MySqlServer server) {
        try (Connection connection = new Database(server.url(""), server.username(), server.password()).connect()) {
            DatabaseMetaData metaData = connection.getMetaData();
            LOG.info(
                    "MySQL-compatible server: {} on port {}, which says that it is {} {}",
                    server.description(),
                    server.port(),
                    metaData.getDatabaseProductName(),
                    metaData.getDatabaseProductVersion());
            return server;
        } catch (SQLException e) {
            throw new IllegalStateException("no connection to " + server.description(), e);
        }
    }

    @SuppressWarnings("resource")
    private static MySqlServer inContainer() {
        MySQLContainer container = new MySQLContainer(IMAGE).withUsername("root");
        container.start();
        return new MySqlServer(
                container.getDockerImageName() + " (Testcontainers)",
                container.getFirstMappedPort(),
                container.getUsername(),
                container.getPassword());
    }

    private static final class MariaDb {
        static final MySqlServer SERVER = started(EmbeddedMariaDb.start());
    }

    private static final class Started {
        static final MySqlServer SERVER = Containers.orElse(() -> started(inContainer()), MySqlServer::mariaDb);
    }
}
