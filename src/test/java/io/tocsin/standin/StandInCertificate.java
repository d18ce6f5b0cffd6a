package io.tocsin.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate of {@code localhost} and {@code 127.0.0.1}, made anew by the JDK's keytool in each process.
 *
 * @param serverContext presents the certificate
 * @param pem the certificate, for clients that shall trust it
 */
public record StandInCertificate(SSLContext serverContext, String pem) {

    private static final String PASSWORD = "changeit";

    /** The certificate of this process. */
    public static StandInCertificate shared() {
        return Holder.SHARED;
    }

    /** Another one, which no client of this process trusts yet. */
    public static StandInCertificate fresh() {
        return create();
    }

    private static final class Holder {
        private static final StandInCertificate SHARED = create();
    }

    private static StandInCertificate create() {
        try {
            Path directory = Files.createTempDirectory("tocsin-standin");
            Path file = directory.resolve("key.p12");
            try {
                runKeytool(file);
                return read(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void runKeytool(Path file) throws IOException {
        String options = "-genkeypair -alias standin -keyalg EC -groupname secp256r1 -validity 30 -dname CN=localhost"
                + " -ext SAN=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -storepass " + PASSWORD;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(options.split(" ", -1)));
        command.addAll(List.of("-keystore", file.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException("keytool made no certificate: " + output);
        }
    }

    private static StandInCertificate read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        byte[] encoded = store.getCertificate("standin").getEncoded();
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return new StandInCertificate(
                context, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }
}
