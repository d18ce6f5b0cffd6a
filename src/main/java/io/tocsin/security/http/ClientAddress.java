package io.tocsin.security.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a request: an address in its canonical form, and the network that failures are counted for.
 *
 * <p>Behind a proxy the text is a header's, which a client may have written: it is parsed and never resolved, and only the
 * parsed address is kept, compared or logged.
 *
 * @param text the address as {@link InetAddress#getHostAddress()} writes it, or {@code unparseable}
 * @param network the address itself for IPv4, the /64 that one IPv6 client has, or {@code unparseable}
 */
public record ClientAddress(String text, String network) {

    private static final int LONGEST = 64;
    private static final int IPV4_BYTES = 4;
    private static final int NETWORK_BYTES = 8;
    private static final ClientAddress UNPARSEABLE = new ClientAddress("unparseable", "unparseable");

    /**
     * Parses an address.
     *
     * @param address the remote address of the request; anything but a literal IP address counts as one and the same client
     */
    public static ClientAddress of(@Nullable String address) {
        byte[] bytes = address == null || address.length() > LONGEST
                ? null
                : NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return UNPARSEABLE;
        }
        // An IPv4 address within IPv6 (RFC 4291, 2.5.5.2) becomes the IPv4 address.
        InetAddress canonical = literal(bytes);
        byte[] own = canonical.getAddress();
        String text = canonical.getHostAddress();
        return new ClientAddress(text, own.length == IPV4_BYTES ? text : prefix(own));
    }

    private static String prefix(byte[] ipv6) {
        byte[] network = Arrays.copyOf(Arrays.copyOf(ipv6, NETWORK_BYTES), ipv6.length);
        return literal(network).getHostAddress() + "/64";
    }

    private static InetAddress literal(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
