package io.tocsin.backing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Keeps processes that tests start from outliving them. */
public final class ChildProcesses {

    private ChildProcesses() {}

    /** Kills the process when this JVM is gone, however that came about. */
    public static void endWithThisJvm(ProcessHandle process) {
        Process watch = whenThisJvmIsGone("kill -9 \"$1\" 2>/dev/null", Long.toString(process.pid()));
        CompletableFuture<Void> unused = process.onExit().thenRun(watch::destroyForcibly);
    }

    /** Sends a signal, such as STOP or CONT. */
    public static void signal(long pid, String signal) {
        try {
            int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill answered " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a shell script with arguments once this JVM is gone: the shell reads from us until then. */
    static Process whenThisJvmIsGone(String script, String... arguments) {
        String[] command = new String[arguments.length + 4];
        command[0] = "sh";
        command[1] = "-c";
        command[2] = "cat >/dev/null\n" + script;
        command[3] = "sh";
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        try {
            // Its own descriptors, or Maven would wait for the end of our output.
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
