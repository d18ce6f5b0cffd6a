package io.tocsin.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One scrape in the text format, to be compared with another.
 *
 * @param lines in their order
 */
public record Scrape(List<String> lines) {

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** What a dashboard relies on besides the name. */
    public record Family(String type, Set<String> labels) {}

    /** The families by name, of names that begin so. */
    public Map<String, Family> families(String prefix) {
        Map<String, Family> families = new TreeMap<>();
        for (String line : lines) {
            if (line.startsWith("# TYPE " + prefix)) {
                String[] fields = line.split(" ", -1);
                families.put(fields[2], new Family(fields[3], new TreeSet<>()));
            }
            Family family = families.get(line.replaceFirst("[{ ].*", ""));
            if (family != null) {
                LABEL.matcher(line).results().forEach(label -> family.labels().add(label.group(1)));
            }
        }
        return families;
    }

    /** How our families differ from those of the same name there; what is only there is no difference. */
    public List<String> differencesFrom(Scrape theirs, String prefix) {
        Map<String, Family> known = theirs.families(prefix);
        List<String> differences = new ArrayList<>();
        families(prefix).forEach((name, family) -> {
            if (!family.equals(known.get(name))) {
                differences.add(name + ": " + family + ", there " + known.get(name));
            }
        });
        return differences;
    }

    /** This scrape without some labels, given as alternatives. */
    public Scrape withoutLabels(String names) {
        Pattern label = Pattern.compile("\\b(" + names + ")=\"[^\"]*\",?");
        return new Scrape(
                lines.stream().map(line -> label.matcher(line).replaceAll("")).toList());
    }

    /** The value of a series, written with its labels; NaN when it is not there. */
    public double value(String series) {
        return lines.stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The label sets of a family, each in the order of its labels: exporters sort them, we do not. */
    public Set<List<String>> labelSets(String family) {
        Set<List<String>> sets = new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
        series(family).map(Scrape::labels).forEach(sets::add);
        return sets;
    }

    private Stream<String> series(String family) {
        return lines.stream().filter(line -> line.startsWith(family + "{"));
    }

    private static List<String> labels(String line) {
        return LABEL.matcher(line).results().map(MatchResult::group).sorted().toList();
    }
}
