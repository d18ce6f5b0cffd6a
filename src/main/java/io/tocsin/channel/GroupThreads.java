package io.tocsin.channel;

/** Updates the thread of an alert group after a digest has reported the group outside of it. */
public interface GroupThreads {

    /**
     * Shows the group's current state in its thread, blocking for at most the channel's time limit. It alerts no one; without a
     * thread that can be changed it does nothing.
     *
     * @param latest the latest message about the group
     * @return delivered when there is nothing left to do
     */
    SendResult show(Message latest);
}
