package io.tocsin.backing;

import io.tocsin.proof.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Three nodes of a MariaDB Galera cluster on the loopback address, of the programs that Debian's mariadb-server and galera-4
 * bring. They can be killed, frozen and cut off, and return; they end with this JVM.
 */
public final class GaleraCluster implements AutoCloseable {

    public static final int NODES = 3;
    public static final String USER = "root";

    private static final String SERVER_USER = "mysql";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");

    private final Path home;
    private final List<Node> nodes;

    /** A node that may be down; the ports stay its own. */
    private static final class Node {

        private final String name;
        private final int sql = FreePort.next();
        private final int group = FreePort.next();
        private final int incremental = FreePort.next();
        private final int transfer = FreePort.next();
        private @Nullable Process process;

        Node(int number) {
            this.name = "n" + number;
        }
    }

    private GaleraCluster(Path home) {
        this.home = home;
        this.nodes = IntStream.range(0, NODES).mapToObj(Node::new).toList();
    }

    /** Starts it and waits until all nodes are synchronised; the test is skipped where the programs are missing. */
    public static GaleraCluster start() {
        InstalledProgram.find("mariadb-server", "mariadbd");
        InstalledProgram.find("mariadb-server", "mariadb-install-db");
        InstalledProgram.file("galera-4", PROVIDER);
        InstalledProgram.find("rsync", "rsync");
        try {
            GaleraCluster cluster = new GaleraCluster(Files.createTempDirectory("galera"));
            try {
                cluster.create();
                return cluster;
            } catch (RuntimeException | Error e) {
                cluster.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create() {
        Path first = data(nodes.get(0));
        run(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + first,
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        for (Node node : nodes.subList(1, NODES)) {
            run("cp", "-a", first.toString(), data(node).toString());
        }
        if (isRoot()) {
            run("chown", "-R", SERVER_USER, home.toString());
        }
        for (int n = 0; n < NODES; n++) {
            launch(nodes.get(n), n == 0);
            awaitSynced(n);
        }
    }

    /** The server refuses to be root's, and the script that copies a node's data needs the same user at both. */
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private Path data(Node node) {
        return home.resolve(node.name);
    }

    private static void run(String... command) {
        try {
            int status = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(command[0] + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void launch(Node node, boolean bootstrap) {
        String peers = bootstrap
                ? ""
                : nodes.stream().map(peer -> "127.0.0.1:" + peer.group).collect(Collectors.joining(","));
        try {
            node.process = new ProcessBuilder(
                            "mariadbd",
                            "--no-defaults",
                            "--user=" + (isRoot() ? SERVER_USER : System.getProperty("user.name")),
                            "--datadir=" + data(node),
                            "--socket=" + home.resolve(node.name + ".sock"),
                            "--pid-file=" + home.resolve(node.name + ".pid"),
                            "--port=" + node.sql,
                            "--bind-address=127.0.0.1",
                            "--binlog-format=ROW",
                            "--innodb-autoinc-lock-mode=2",
                            "--innodb-flush-log-at-trx-commit=1",
                            "--innodb-buffer-pool-size=64M",
                            "--max-connections=200",
                            "--character-set-server=utf8mb4",
                            "--wsrep-on=ON",
                            "--wsrep-provider=" + PROVIDER,
                            "--wsrep-cluster-name=" + home.getFileName(),
                            "--wsrep-cluster-address=gcomm://" + peers,
                            "--wsrep-node-name=" + node.name,
                            "--wsrep-node-address=127.0.0.1:" + node.group,
                            "--wsrep-sst-method=rsync",
                            "--wsrep-sst-receive-address=127.0.0.1:" + node.transfer,
                            "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:" + node.group
                                    + ";ist.recv_addr=127.0.0.1:" + node.incremental + ";gcache.size=64M")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log(node).toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildProcesses.endWithThisJvm(node.process.toHandle());
    }

    /** Waits until a node takes part. */
    public void awaitSynced(int n) {
        try {
            Awaitility.await("node " + n + " in sync")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> "Synced".equals(status(n, "wsrep_local_state_comment")));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("its log ends so:\n" + logTail(nodes.get(n)), e);
        }
    }

    private Path log(Node node) {
        return home.resolve(node.name + ".log");
    }

    private String logTail(Node node) {
        try {
            String log = Files.readString(log(node));
            return log.substring(Math.max(0, log.length() - 6000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private String status(int n, String name) {
        try (Connection connection = connect(n, "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW STATUS LIKE '" + name + "'")) {
            return row.next() ? row.getString(2) : "";
        } catch (SQLException e) {
            return "";
        }
    }

    /** A connection to one node; to no database when its name is empty. */
    public Connection connect(int n, String database) throws SQLException {
        return DriverManager.getConnection(url(database, n) + "?connectTimeout=2000&socketTimeout=5000", USER, "");
    }

    /** Makes an empty database on all nodes. */
    public void createDatabase(String name) throws SQLException {
        try (Connection connection = connect(0, "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }

    /** A URL that names these nodes in this order. */
    public String url(String database, int... order) {
        String hosts = IntStream.of(order)
                .mapToObj(n -> "127.0.0.1:" + nodes.get(n).sql)
                .collect(Collectors.joining(","));
        return "jdbc:mysql://" + hosts + "/" + database;
    }

    /** Kills a node with SIGKILL. */
    public void kill(int n) {
        process(n).destroyForcibly().onExit().join();
    }

    /** Starts a node that was killed; it is in sync some seconds later. */
    public void bringBack(int n) {
        launch(nodes.get(n), false);
    }

    /** Stops a node in its tracks, as a machine that hangs. */
    public void freeze(int n) {
        ChildProcesses.signal(process(n).pid(), "STOP");
    }

    /** Lets a frozen node go on. */
    public void thaw(int n) {
        ChildProcesses.signal(process(n).pid(), "CONT");
    }

    /** Cuts a node off from the others, or joins it again; clients reach it all the while. */
    public void isolate(int n, boolean cutOff) throws SQLException {
        try (Connection connection = connect(n, "");
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=" + (cutOff ? 1 : 0) + "'");
        }
    }

    private Process process(int n) {
        Process process = nodes.get(n).process;
        if (process == null) {
            throw new IllegalStateException("node " + n + " was not started");
        }
        return process;
    }

    @Override
    public void close() {
        List<Process> ended = new ArrayList<>();
        for (Node node : nodes) {
            if (node.process != null) {
                ended.add(node.process.destroyForcibly());
            }
        }
        ended.forEach(process -> process.onExit().join());
        try {
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
