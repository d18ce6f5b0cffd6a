package io.tocsin.metrics;

import io.micrometer.core.aop.TimedAspect;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.function.Function;
import org.aspectj.lang.ProceedingJoinPoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes {@code @Timed("data.processing")} on a bean's method count in {@code data_processing_seconds}. */
@Configuration(proxyBeanMethods = false)
class ProcessingConfiguration {

    private static final String PROCESSING = "data.processing";

    /** The label is the operation in the annotation; class and method names would change with the code. */
    @Bean
    static TimedAspect timedAspect(MeterRegistry registry) {
        Function<ProceedingJoinPoint, Iterable<Tag>> none = call -> Tags.empty();
        return new TimedAspect(registry, none);
    }

    @Bean
    static MeterFilter processingLabels() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals(PROCESSING) ? id.replaceTags(withoutException(id)) : id;
            }
        };
    }

    private static Iterable<Tag> withoutException(Meter.Id id) {
        return id.getTags().stream()
                .filter(tag -> !tag.getKey().equals("exception"))
                .toList();
    }
}
