package io.tocsin.security.connection;

import io.tocsin.security.connection.ClientConnections.Admission;
import io.tocsin.security.http.ClientAddress;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.buf.MessageBytes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Admits requests to the request threads, before any filter can read the body. */
final class AdmissionValve extends ValveBase {

    /** The largest form of a client that has not signed in: the sign-in form. */
    private static final int LONGEST_FORM = 8 * 1024;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<Integer> NOT_LET_IN = Set.of(401, 403, 429);

    AdmissionValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // Of a forwarded header only a valid address: everything after this may log and compare it.
        String address = ClientAddress.of(request.getRemoteAddr()).text();
        request.setRemoteAddr(address);
        request.setRemoteHost(address);
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (response.getStatus() != HttpServletResponse.SC_OK) {
            // The connector has refused it, and its headers are not reliable.
            return;
        }
        Room room = Room.of(path(request));
        Admission admission = request.getConnector().getProtocolHandler() instanceof GuardedProtocol protocol
                ? protocol.enter(room)
                : Admission.ADMITTED;
        if (admission == Admission.REFUSED_SILENTLY) {
            request.getCoyoteRequest().action(ActionCode.CLOSE_NOW, null);
            return;
        }
        if (room == Room.PROBES || room == Room.SCRAPES) {
            // One response fits into the socket's buffer, and so never waits for its reader; the next might.
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        boolean served = false;
        if (admission == Admission.REFUSED) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(response, HttpStatus.SERVICE_UNAVAILABLE);
        } else if (room == Room.OTHERS && isLongForm(request)) {
            refuse(response, HttpStatus.CONTENT_TOO_LARGE);
        } else {
            getNext().invoke(request, response);
            served = (room == Room.INTAKE || room == Room.OTHERS) && !NOT_LET_IN.contains(response.getStatus());
        }
        if (!served && !isRead(request)) {
            // The connection ends with the response: no thread waits for the rest of the body. Data not sent by then
            // would
            // become a 500.
            response.finishResponse();
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private static String path(Request request) {
        MessageBytes decoded = request.getDecodedRequestURIMB();
        return decoded.isNull() ? "" : decoded.toString();
    }

    private static boolean isLongForm(Request request) {
        String type = request.getContentType();
        if (type == null || !type.regionMatches(true, 0, FORM, 0, FORM.length())) {
            return false;
        }
        long length = request.getContentLengthLong();
        boolean isShort = length >= 0 && length <= LONGEST_FORM;
        return !isShort && request.getSessionInternal(false) == null;
    }

    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    private static void refuse(HttpServletResponse response, HttpStatus status) throws IOException {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getWriter()
                .write("{\"title\":\"" + status.getReasonPhrase() + "\",\"status\":" + status.value() + "}");
    }
}
