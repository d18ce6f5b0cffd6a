package io.tocsin.check.host;

/** One part of a look at the host, which may fail without the others. */
interface HostPart {

    /** The name that node_exporter gives the collector of the same figures. */
    String name();

    /**
     * Adds what it finds.
     *
     * @throws Exception when the part has nothing to say
     */
    void look(HostSample.Builder sample) throws Exception;

    /** What a part does. */
    interface Look {
        /**
         * Adds what it finds.
         *
         * @throws Exception when there is nothing to say
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
