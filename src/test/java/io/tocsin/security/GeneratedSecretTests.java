package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class GeneratedSecretTests {

    private static final String SAID = "a.property is not set. Until the next start it is: ";

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    @TempDir
    Path folder;

    @Test
    void it_is_printed_on_the_console_and_is_in_no_log_file(CapturedOutput output) throws Exception {
        Path path = folder.resolve("tocsin.log");
        FileAppender<ILoggingEvent> file = open(path);
        try {
            assertThat(SharedSecret.configuredOrGenerated(null, "a.property")).isNotNull();
            root.error("something else");
        } finally {
            root.detachAppender(file);
            file.stop();
        }
        assertThat(output.getOut()).containsOnlyOnce(SAID);
        assertThat(Files.readString(path)).contains("something else").doesNotContain(SAID);
    }

    private FileAppender<ILoggingEvent> open(Path path) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(root.getLoggerContext());
        encoder.setPattern("%msg%n");
        encoder.start();
        FileAppender<ILoggingEvent> file = new FileAppender<>();
        file.setContext(root.getLoggerContext());
        file.setEncoder(encoder);
        file.setFile(path.toString());
        file.start();
        root.addAppender(file);
        return file;
    }
}
