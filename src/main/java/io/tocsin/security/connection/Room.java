package io.tocsin.security.connection;

/**
 * The parts into which the request threads are divided, so that filling one does not affect another. Together they leave a
 * tenth of the threads for {@link ClientConnections#overflow}.
 */
enum Room {
    INTAKE(50),
    PROBES(10),
    SCRAPES(10),
    OTHERS(20);

    private final int percent;

    Room(int percent) {
        this.percent = percent;
    }

    /** How many of the threads may be in use here. */
    int threads(int maxThreads) {
        return Math.max(1, maxThreads * percent / 100);
    }

    /**
     * The room of a request.
     *
     * @param path decoded and normalized, as Tomcat maps it
     */
    static Room of(String path) {
        if (path.startsWith("/webhooks/") || path.startsWith("/api/v1/events/")) {
            return INTAKE;
        }
        if (isOrIsBelow(path, "/health")) {
            return PROBES;
        }
        return isOrIsBelow(path, "/metrics") ? SCRAPES : OTHERS;
    }

    private static boolean isOrIsBelow(String path, String parent) {
        return path.startsWith(parent) && (path.length() == parent.length() || path.charAt(parent.length()) == '/');
    }
}
