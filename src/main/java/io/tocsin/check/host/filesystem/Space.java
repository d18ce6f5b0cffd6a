package io.tocsin.check.host.filesystem;

/**
 * Room of a file system.
 *
 * @param size in bytes
 * @param free in bytes, with what is kept for root
 * @param available to ordinary users, in bytes
 * @param files how many files it can hold; negative when that is not known
 * @param filesFree how many more; negative when that is not known
 */
public record Space(double size, double free, double available, double files, double filesFree) {

    /** As df shows it: used, of used and available. */
    public double usedPercent() {
        double used = size - free;
        return used + available <= 0 ? 0 : 100 * used / (used + available);
    }
}
