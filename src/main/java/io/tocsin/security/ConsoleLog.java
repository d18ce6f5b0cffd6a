package io.tocsin.security;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/** The log for what is to be read where Tocsin is started and must be in no file: files are shipped and kept. */
final class ConsoleLog {

    private ConsoleLog() {}

    /** A logger that writes to the consoles alone, of those that the log is configured to have now. */
    static org.slf4j.Logger get() {
        Logger console = (Logger) LoggerFactory.getLogger(ConsoleLog.class);
        console.setAdditive(false);
        Iterator<Appender<ILoggingEvent>> appenders =
                console.getLoggerContext().getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            Appender<ILoggingEvent> appender = appenders.next();
            if (appender instanceof ConsoleAppender) {
                console.addAppender(appender);
            }
        }
        return console;
    }
}
