package io.tocsin.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.springframework.util.ClassUtils;

/** Describes a failure in words that may be public: never its message, which may name hosts and users. */
public final class FailureDescriptions {

    /** From the most to the least specific. */
    private static final List<Reason> KNOWN = List.of(
            new Reason(UnknownHostException.class, "its name is not resolved"),
            new Reason(UnresolvedAddressException.class, "its name is not resolved"),
            new Reason(CertificateException.class, "its certificate is not accepted"),
            new Reason(SSLException.class, "TLS fails"),
            new Reason(SocketTimeoutException.class, "it does not answer in time"),
            new Reason(TimeoutException.class, "it does not answer in time"),
            new Reason(NoRouteToHostException.class, "there is no route to it"),
            new Reason(ConnectException.class, "the connection is refused"),
            new Reason(ProtocolException.class, "its answer is of another protocol"),
            new Reason(IOException.class, "the connection is lost"));

    private record Reason(Class<?> type, String words) {}

    private FailureDescriptions() {}

    /** A short description of the failure or its cause. */
    public static String of(Throwable failure) {
        for (Reason reason : KNOWN) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (reason.type().isInstance(cause)) {
                    return reason.words();
                }
            }
        }
        return "it fails with " + ClassUtils.getShortName(failure.getClass());
    }
}
