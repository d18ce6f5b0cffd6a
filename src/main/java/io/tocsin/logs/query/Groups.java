package io.tocsin.logs.query;

import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogSummary.ErrorGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Extracts the groups of errors from the response to a summary, and a sample of each that is shown. */
final class Groups {

    /** How many more thousands of groups are read. */
    private static final int MORE = 4;

    /** New groups always precede groups that are only frequent. */
    private static final Comparator<Group> ORDER = Comparator.comparing(Group::isNew)
            .thenComparing(Group::count)
            .reversed()
            .thenComparing(Group::last, Comparator.reverseOrder());

    /**
     * The result.
     *
     * @param more whether there are others
     * @param ungrouped how many errors are in no group
     * @param partial whether a response is incomplete
     */
    record Found(List<ErrorGroup> shown, boolean more, long ungrouped, boolean partial) {}

    private final SearchRequests searches;
    private final SummaryBody bodies;
    private final LogPageQuery pages;

    Groups(SearchRequests searches, LogPageQuery pages, LogFields fields) {
        this.searches = searches;
        this.pages = pages;
        this.bodies = new SummaryBody(fields);
    }

    Found find(LogFilter filter, Answer first, int limit, QueryDeadline deadline) {
        List<Answer> answers = answers(filter, first, deadline);
        List<Group> all = new ArrayList<>();
        answers.forEach(answer -> thrown(answer).path("buckets").forEach(bucket -> all.add(Group.thrown(bucket))));
        JsonNode untyped = first.aggregation("errors").path("untyped");
        List<Group> patterns = patterns(untyped);
        all.addAll(patterns);
        List<Group> shown =
                all.stream().filter(group -> group.count() > 0).sorted(ORDER).toList();
        boolean more = isFull(answers.get(answers.size() - 1)) || shown.size() > limit;
        shown = shown.subList(0, Math.min(limit, shown.size()));
        long grouped = patterns.stream().mapToLong(Group::count).sum();
        long ungrouped = untyped.path("now").path("doc_count").asLong(0) - grouped;
        List<Answer> samples = samples(filter, shown, deadline);
        boolean partial = Stream.concat(answers.stream(), samples.stream()).anyMatch(Answer::partial);
        return new Found(withSamples(shown, samples), more, ungrouped, partial);
    }

    /** The first and those with the groups after its own; when the last is full, there are more. */
    private List<Answer> answers(LogFilter filter, Answer first, QueryDeadline deadline) {
        List<Answer> answers = new ArrayList<>(List.of(first));
        Answer last = first;
        while (isFull(last) && answers.size() <= MORE) {
            last = searches.search(bodies.moreGroups(filter, thrown(last).path("after_key")), deadline);
            answers.add(last);
        }
        return answers;
    }

    private static boolean isFull(Answer answer) {
        return thrown(answer).path("buckets").size() >= SummaryBody.GROUPS;
    }

    private static JsonNode thrown(Answer answer) {
        return answer.aggregation("errors").path("thrown").path("groups");
    }

    private static List<Group> patterns(JsonNode untyped) {
        Map<String, Group> byPattern = new LinkedHashMap<>();
        for (JsonNode bucket : untyped.path("messages").path("buckets")) {
            Group group = Group.message(bucket);
            byPattern.merge(String.valueOf(group.pattern()), group, Group::and);
        }
        return List.copyOf(byPattern.values());
    }

    private List<Answer> samples(LogFilter filter, List<Group> shown, QueryDeadline deadline) {
        List<Map<String, Object>> wanted = shown.stream()
                .map(group -> pages.body(bodies.sampleQuery(filter, group), 1, true, null))
                .toList();
        return wanted.isEmpty() ? List.of() : searches.searchAll(wanted, deadline);
    }

    private List<ErrorGroup> withSamples(List<Group> shown, List<Answer> samples) {
        List<ErrorGroup> groups = new ArrayList<>();
        for (int n = 0; n < shown.size(); n++) {
            Stream<LogEntry> sample = n < samples.size() ? pages.read(samples.get(n)).stream() : Stream.empty();
            groups.add(shown(shown.get(n), sample.findFirst().orElse(null)));
        }
        return groups;
    }

    private static ErrorGroup shown(Group group, @Nullable LogEntry sample) {
        return new ErrorGroup(
                group.type() == null && group.pattern() == null ? thrownBy(sample) : group.type(),
                group.logger(),
                group.pattern(),
                group.count(),
                group.before(),
                group.isNew(),
                group.first(),
                group.last(),
                sample);
    }

    /** Where the layout has no field for it, the sample shows it. */
    private static @Nullable String thrownBy(@Nullable LogEntry sample) {
        return sample == null || sample.error() == null ? null : sample.error().type();
    }
}
