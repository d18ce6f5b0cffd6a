package io.tocsin.check.host;

import java.io.IOException;
import java.util.regex.Pattern;

/** Paging, of {@code /proc/vmstat}: the fields that node_exporter takes by default, without a type as there. */
final class VmStatPart implements HostPart {

    private static final Pattern TAKEN = Pattern.compile("^(oom_kill|pgpg|pswp|pg.*fault).*");

    private final HostFiles files;

    VmStatPart(HostFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "vmstat";
    }

    @Override
    public void look(HostSample.Builder sample) throws IOException {
        for (String line : files.procLines("vmstat")) {
            int space = line.indexOf(' ');
            if (space > 0 && TAKEN.matcher(line).matches()) {
                String field = line.substring(0, space);
                sample.add(Figure.untyped(
                        "node_vmstat_" + field,
                        "/proc/vmstat information field " + field,
                        Double.parseDouble(line.substring(space + 1))));
            }
        }
    }
}
