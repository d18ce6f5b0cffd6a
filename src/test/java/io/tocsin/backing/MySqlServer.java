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
 * A MySQL-compatible server, one of each kind for the whole JVM and started when first asked for. It ends with the JVM,
 * also when that is killed.
 *
 * @param description which server it is
 * @param port its port on the loopback address
 * @param username may create databases
 * @param password the user's password
 */
public record MySqlServer(String description, int port, String username, String password) {

    /** Names {@link #hasDocker} in a condition of a test. */
    public static final String HAS_DOCKER = "io.tocsin.backing.MySqlServer#hasDocker";

    /** Why such a test is skipped. */
    public static final String NO_DOCKER = "no Docker here: tested on MariaDB, not on MySQL itself";

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

    /** For what is the same on any: MySQL where Docker is, else MariaDB. */
    public static MySqlServer get() {
        return hasDocker() ? mySql() : mariaDb();
    }

    /** An embedded MariaDB. */
    public static MySqlServer mariaDb() {
        return MariaDb.SERVER;
    }

    /** MySQL in a container; only where {@link #hasDocker}. */
    public static MySqlServer mySql() {
        return MySql.SERVER;
    }

    public static boolean hasDocker() {
        return DockerClientFactory.instance().isDockerAvailable();
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

    private static final class MariaDb {
        static final MySqlServer SERVER = started(EmbeddedMariaDb.start());
    }

    private static final class MySql {
        static final MySqlServer SERVER = started(inContainer());
    }
}
