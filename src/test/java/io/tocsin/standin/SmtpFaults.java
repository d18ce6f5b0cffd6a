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

    /** The latch is that of the time of planning: what was planned before a recovery ends by it, however far it got. */
    private record Plan(Fault fault, AtomicInteger left, CountDownLatch released) {

        boolean take() {
            return left.getAndDecrement() > 0;
        }

        boolean waitForRelease(Duration limit) throws IOException {
            try {
                return released.await(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    private final Map<Stage, Plan> plans = new ConcurrentHashMap<>();
    private final AtomicInteger stuck = new AtomicInteger();
    private volatile CountDownLatch released = new CountDownLatch(1);

    void plan(Stage stage, Fault fault, int times) {
        plans.put(stage, new Plan(fault, new AtomicInteger(times), released));
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
        return plan != null && plan.take() ? plan.fault() : null;
    }

    /** How many sessions hang or drip now. */
    int stuck() {
        return stuck.get();
    }

    /** Misbehaves if that is planned for the stage; false when the session is to go on as usual. */
    boolean misbehave(Stage stage, Session session) throws IOException, DropConnectionException {
        Plan plan = plans.get(stage);
        if (plan == null || !plan.take()) {
            return false;
        }
        Fault fault = plan.fault();
        if (fault instanceof Fault.Answer answer) {
            if (answer.code() == 421) {
                throw new DropConnectionException(421, answer.text());
            }
            session.sendResponse(answer.code() + " " + answer.text());
            return true;
        }
        stuck.incrementAndGet();
        try {
            if (fault instanceof Fault.Hang) {
                boolean unusedReleased = plan.waitForRelease(Duration.ofDays(1));
            } else if (fault instanceof Fault.Drip drip) {
                drip(session.getSocket().getOutputStream(), drip.interval(), plan);
            }
        } finally {
            stuck.decrementAndGet();
        }
        session.getSocket().close();
        session.quit();
        return true;
    }

    private static void drip(OutputStream out, Duration interval, Plan plan) throws IOException {
        out.write("250-".getBytes(StandardCharsets.US_ASCII));
        do {
            out.write('x');
            out.flush();
        } while (!plan.waitForRelease(interval));
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
