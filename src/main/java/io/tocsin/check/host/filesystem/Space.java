package io.tocsin.check.host.filesystem;

/**
 * The space of a file system.
 *
 * @param size in bytes
 * @param free in bytes, including what is reserved for root
 * @param available to ordinary users, in bytes
 * @param files how many files it can hold; negative when unknown
 * @param filesFree how many more; negative when unknown
 */
public record Space(double size, double free, double available, double files, double filesFree) {

    /** As in df: used, of used and available. */
    public double usedPercent() {
        double used = size - free;
        return used + available <= 0 ? 0 : 100 * used / (used + available);
    }
}
