package io.tocsin.channel;

/** Brings the thread of an alert group up to date with what was told elsewhere, in a digest. */
public interface GroupThreads {

    /**
     * Shows in the group's thread how the group is, blocking for at most the channel's time limit. Nobody is alerted by
     * it; where there is no thread, or none that can be changed any more, there is nothing to do.
     *
     * @param latest the latest message about the group
     * @return delivered when there is nothing left to do
     */
    SendResult show(Message latest);
}
