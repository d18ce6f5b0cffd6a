package io.tocsin.standin;

import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.server.Command;
import org.subethamail.smtp.internal.server.CommandException;
import org.subethamail.smtp.internal.server.CommandHandler;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.Session;

/** How {@link MailStandIn} misbehaves, stage by stage. */
final class SmtpFaults {

    private record Plan(Fault fault, AtomicInteger left) {}

    private final Map<Stage, Plan> plans = new ConcurrentHashMap<>();
    private volatile CountDownLatch released = new CountDownLatch(1);

    void plan(Stage stage, Fault fault, int times) {
        plans.put(stage, new Plan(fault, new AtomicInteger(times)));
    }

    /** Ends all of it; what hangs ends too. */
    void clear() {
        plans.clear();
        CountDownLatch before = released;
        released = new CountDownLatch(1);
        before.countDown();
    }

    /** The fault planned for the stage, used up or not; null when there is none. */
    Fault planned(Stage stage) {
        Plan plan = plans.get(stage);
        return plan == null ? null : plan.fault();
    }

    /** The fault planned for the stage, which is then used up by one; null when there is none left. */
    Fault take(Stage stage) {
        Plan plan = plans.get(stage);
        return plan != null && plan.left().getAndDecrement() > 0 ? plan.fault() : null;
    }

    /** Misbehaves if that is planned for the stage; false when the session is to go on as usual. */
    boolean misbehave(Stage stage, Session session) throws IOException, DropConnectionException {
        Fault fault = take(stage);
        if (fault == null) {
            return false;
        }
        if (fault instanceof Fault.Answer answer) {
            if (answer.code() == 421) {
                throw new DropConnectionException(421, answer.text());
            }
            session.sendResponse(answer.code() + " " + answer.text());
            return true;
        }
        if (fault instanceof Fault.Hang) {
            waitForRelease(Duration.ofDays(1));
        } else if (fault instanceof Fault.Drip drip) {
            drip(session.getSocket().getOutputStream(), drip.interval());
        }
        session.getSocket().close();
        session.quit();
        return true;
    }

    private void drip(OutputStream out, Duration interval) throws IOException {
        out.write("250-".getBytes(StandardCharsets.US_ASCII));
        do {
            out.write('x');
            out.flush();
        } while (!waitForRelease(interval));
    }

    private boolean waitForRelease(Duration limit) throws IOException {
        try {
            return released.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Lets every command of the dialogue misbehave. */
    void install(CommandHandler commands) {
        for (Stage stage : Stage.values()) {
            if (commands.containsCommand(stage.name())) {
                commands.addCommand(new Faulty(stage, commands.getCommand(stage.name())));
            }
        }
    }

    /** A command of the SMTP dialogue that may misbehave. */
    private final class Faulty implements Command {
        private final Stage stage;
        private final Command sound;

        private Faulty(Stage stage, Command sound) {
            this.stage = stage;
            this.sound = sound;
        }

        @Override
        public void execute(String line, Session session) throws IOException, DropConnectionException {
            if (!misbehave(stage, session)) {
                sound.execute(line, session);
            }
        }

        @Override
        public HelpMessage getHelp() throws CommandException {
            return sound.getHelp();
        }

        @Override
        public String getName() {
            return sound.getName();
        }
    }
}
