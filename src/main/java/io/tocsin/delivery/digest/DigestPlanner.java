package io.tocsin.delivery.digest;

import io.tocsin.channel.Digests;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.delivery.queue.PlannedDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the deliveries of a target's next message: critical ones and the earlier ones of their groups first, then the queue
 * from its head on, until the message is full. The rest stays for the next message; a critical delivery that no digest has room
 * for, or earlier ones of its group, is sent by itself in its position.
 */
final class DigestPlanner {

    /** Few, because contents are read in full and one may have megabytes. */
    private static final int PAGE = 10;

    private static final int MAX_MEMBERS = 500;

    private final String target;
    private final DigestQueue queue;
    private final @Nullable Digests form;
    private final InstantSource clock;

    /**
     * @param form null for a target that gets no digests: only the order is planned then
     */
    DigestPlanner(String target, DigestQueue queue, @Nullable Digests form, InstantSource clock) {
        this.target = target;
        this.queue = queue;
        this.form = form;
        this.clock = clock;
    }

    /**
     * The next digest.
     *
     * @param most how many deliveries at most, at least 1
     * @param mayPassHead whether the head may be left out; not twice in a row
     * @return empty when the head is to be sent by itself
     */
    Optional<PlannedDigest> next(Delivery head, int most, boolean mayPassHead) {
        DigestDraft draft = new DigestDraft(form, clock.instant());
        int limit = form == null ? 1 : Math.min(most, MAX_MEMBERS);
        if (addUrgent(draft, limit, mayPassHead)) {
            addRest(draft, limit);
        }
        boolean hasHead = draft.contains(head.sequence());
        boolean onlyHead = draft.size() == 0 || (draft.size() == 1 && hasHead);
        return onlyHead || !(hasHead || mayPassHead) ? Optional.empty() : Optional.of(draft.toPlan(target));
    }

    /**
     * A quarter of the room is reserved for the head of the queue, which would otherwise wait as long as critical ones arrive.
     * One that does not fit holds back its own group only, and is the first of the next message.
     *
     * @return false when the first one alone fills the message
     */
    private boolean addUrgent(DigestDraft draft, int limit, boolean mayGoAlone) {
        int room = room() - room() / 4;
        Set<String> heldBack = new HashSet<>();
        List<Long> urgent = queue.urgent(target);
        for (int from = 0; from < urgent.size(); from += PAGE) {
            for (Delivery delivery : inOrder(urgent.subList(from, Math.min(from + PAGE, urgent.size())))) {
                if (draft.size() >= limit) {
                    return true;
                }
                String group = delivery.content().groupKey();
                if (heldBack.contains(group) || draft.add(delivery, room)) {
                    continue;
                }
                if (mayGoAlone && draft.size() == 0) {
                    return !draft.add(delivery, Integer.MAX_VALUE);
                }
                heldBack.add(group);
            }
        }
        return true;
    }

    private int room() {
        return form == null ? Integer.MAX_VALUE : form.room();
    }

    private List<Delivery> inOrder(List<Long> places) {
        return queue.at(target, places).stream()
                .sorted(Comparator.comparingInt(delivery -> places.indexOf(delivery.sequence())))
                .toList();
    }

    private void addRest(DigestDraft draft, int limit) {
        long last = 0;
        List<Delivery> page = queue.behind(target, last, PAGE);
        while (!page.isEmpty()) {
            for (Delivery delivery : page) {
                last = delivery.sequence();
                if (draft.contains(last)) {
                    continue;
                }
                if (draft.size() >= limit || !draft.add(delivery, room())) {
                    return;
                }
            }
            page = queue.behind(target, last, PAGE);
        }
    }

    /** The digest of which no result is known, unchanged; empty when there is none. */
    Optional<PlannedDigest> unfinished() {
        List<Long> places = queue.planned(target);
        DigestDraft draft = new DigestDraft(form, clock.instant());
        List<Long> rest = new ArrayList<>(places);
        while (!rest.isEmpty()) {
            List<Long> page = rest.subList(0, Math.min(PAGE, rest.size()));
            queue.at(target, page).forEach(delivery -> draft.add(delivery, Integer.MAX_VALUE));
            page.clear();
        }
        return draft.size() == 0 ? Optional.empty() : Optional.of(draft.toPlan(target));
    }
}
