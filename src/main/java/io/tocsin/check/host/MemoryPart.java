package io.tocsin.check.host;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Memory, of {@code /proc/meminfo} (proc(5)): every field of it. */
final class MemoryPart implements HostPart {

    private final HostFiles files;

    MemoryPart(HostFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "meminfo";
    }

    @Override
    public void look(HostSample.Builder sample) throws IOException {
        Map<String, Double> known = new HashMap<>();
        for (String line : files.procLines("meminfo")) {
            String[] fields = line.split("[: ]+", -1);
            if (fields.length < 2) {
                continue;
            }
            boolean kilobytes = fields.length > 2 && fields[2].equals("kB");
            String field = fields[0].replace("(", "_").replace(")", "");
            double value = Double.parseDouble(fields[1]) * (kilobytes ? 1024 : 1);
            sample.add(Figure.gauge(
                    "node_memory_" + field + (kilobytes ? "_bytes" : ""),
                    "Memory information field " + field + (kilobytes ? "_bytes" : ""),
                    value));
            known.put(field, value);
        }
        Double total = known.get("MemTotal");
        Double available = known.get("MemAvailable");
        if (total != null && available != null && total > 0) {
            sample.memoryPercent(100 * (1 - available / total));
        }
    }
}
