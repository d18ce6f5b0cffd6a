package io.tocsin.check.mysql;

import io.tocsin.check.FailureDescriptions;
import java.io.IOException;
import java.sql.SQLException;

/** Why the database is down, without its host or our user, which the driver's messages contain. */
final class MySqlFailures {

    private MySqlFailures() {}

    /**
     * A short description of the failure.
     *
     * @see <a href="https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html">server errors</a>
     */
    static String of(Throwable failure) {
        if (!(failure instanceof SQLException error)) {
            return FailureDescriptions.of(failure);
        }
        return switch (error.getErrorCode()) {
            case 1044, 1045, 1698, 1862, 3118 -> "it refuses the username or password";
            case 1049 -> "it has no database of that name";
            case 1040, 1203, 1226 -> "it has no connection left";
            case 1129, 1130 -> "it does not admit this host";
            case 0 -> client(error);
            default -> "it answers error " + error.getErrorCode();
        };
    }

    /** The driver's own failures have no code; most of them have a cause. */
    private static String client(SQLException error) {
        if ("08001".equals(error.getSQLState()) && error.getCause() == null) {
            return "spring.datasource.url is not the URL of a MySQL or MariaDB";
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return FailureDescriptions.of(cause);
            }
        }
        return String.valueOf(error.getSQLState()).startsWith("08")
                ? "the connection is lost"
                : FailureDescriptions.of(error);
    }
}
