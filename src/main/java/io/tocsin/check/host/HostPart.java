package io.tocsin.check.host;

/** One part of a check of the host, which may fail without the others. */
interface HostPart {

    /** The name that node_exporter gives the collector of the same figures. */
    String name();

    /**
     * Adds its figures.
     *
     * @throws Exception when the part has no figures
     */
    void look(HostSample.Builder sample) throws Exception;

    /** The function of a part. */
    interface Look {
        /**
         * Adds its figures.
         *
         * @throws Exception when there are no figures
         */
        void at(HostSample.Builder sample) throws Exception;
    }

    static HostPart of(String name, Look look) {
        return new HostPart() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void look(HostSample.Builder sample) throws Exception {
                look.at(sample);
            }
        };
    }
}
