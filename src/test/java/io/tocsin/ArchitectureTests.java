package io.tocsin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Calendar;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.annotation.Testable;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTests {

    /** Every feature, and the features whose API it may use. A new feature says so here. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("alert", Set.of()),
            Map.entry("audit", Set.of()),
            Map.entry("channel", Set.of("alert")),
            Map.entry("check", Set.of()),
            Map.entry("command", Set.of("alert", "channel", "configuration", "delivery", "intake")),
            Map.entry("configuration", Set.of("alert", "audit", "channel", "delivery", "intake")),
            Map.entry(
                    "console",
                    Set.of("alert", "audit", "channel", "check", "configuration", "delivery", "intake", "logs")),
            Map.entry("delivery", Set.of("alert", "audit", "channel", "web")),
            Map.entry("intake", Set.of("alert", "channel", "delivery")),
            Map.entry("logging", Set.of()),
            Map.entry("logs", Set.of("check", "web")),
            Map.entry("metrics", Set.of()),
            Map.entry("security", Set.of("audit")),
            Map.entry("web", Set.of()));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tocsin");
    private static final JavaClasses TEST = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.tocsin");

    @Test
    void features_use_only_what_others_offer_and_form_no_cycle() {
        ApplicationModules.of(TocsinApplication.class).verify();
    }

    @Test
    void every_feature_has_declared_its_arrows() {
        Set<String> features = ApplicationModules.of(TocsinApplication.class).stream()
                .map(module -> module.getIdentifier().toString())
                .collect(Collectors.toSet());
        assertThat(ARROWS.keySet()).containsAll(features);
    }

    @Test
    void arrows_between_features_are_the_legal_ones() {
        ARROWS.forEach((feature, allowed) -> noClasses()
                .that()
                .resideInAPackage(in(feature))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ARROWS.keySet().stream()
                        .filter(other -> !other.equals(feature) && !allowed.contains(other))
                        .map(ArchitectureTests::in)
                        .toArray(String[]::new))
                .allowEmptyShould(true)
                .check(MAIN));
    }

    @Test
    void packages_form_no_cycle() {
        SlicesRuleDefinition.slices()
                .matching("io.tocsin.(**)")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @Test
    void no_package_holds_more_than_25_files() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            Map<Path, Long> sizes = files.filter(Files::isRegularFile)
                    .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
            assertThat(sizes.values()).isNotEmpty();
            assertThat(sizes).allSatisfy((folder, size) -> assertThat(size).isLessThanOrEqualTo(25));
        }
    }

    /** The libraries themselves, not only their settings or what comes with them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "co.elastic.clients.elasticsearch",
                "com.mysql.cj",
                "io.micrometer.core",
                "io.prometheus.metrics",
                "org.springframework.boot.health",
                "org.springframework.data.redis",
                "org.springframework.jdbc.core",
                "org.springframework.mail.javamail",
                "org.springframework.web.bind.annotation",
                "org.springframework.web.client",
                "oshi"
            })
    void each_library_that_the_design_names_is_used(String library) {
        assertUsed(library, MAIN);
    }

    @Test
    void tests_use_testcontainers() {
        assertUsed("org.testcontainers", TEST);
    }

    private static void assertUsed(String library, JavaClasses classes) {
        assertThat(classes.stream()
                        .flatMap(user -> user.getDirectDependenciesFromSelf().stream())
                        .map(used -> used.getTargetClass().getPackageName()))
                .anyMatch(used -> used.equals(library) || used.startsWith(library + "."));
    }

    @Test
    void the_service_speaks_only_through_its_logger() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
    }

    @Test
    void nobody_sleeps() {
        DescribedPredicate<JavaCall<?>> sleep = calls("a sleep", target -> {
            JavaClass owner = target.getOwner();
            boolean sleeps = owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class);
            return sleeps && target.getName().equals("sleep");
        });
        noClasses()
                .should()
                .callCodeUnitWhere(sleep)
                .because("waiting is injected")
                .check(MAIN);
        noClasses()
                .should()
                .callCodeUnitWhere(sleep)
                .because("a test waits for a fact")
                .check(TEST);
    }

    @Test
    void time_comes_from_an_injected_clock() {
        DescribedPredicate<JavaCall<?>> wallClock = calls("the wall clock", target -> {
            boolean now = target.getOwner().getPackageName().startsWith("java.time")
                    && target.getName().equals("now")
                    && target.getRawParameterTypes().isEmpty();
            boolean millis = target.getOwner().isEquivalentTo(System.class)
                    && target.getName().equals("currentTimeMillis");
            boolean date = target.getOwner().isEquivalentTo(Date.class)
                    && target.getName().equals("<init>")
                    && target.getRawParameterTypes().isEmpty();
            return now || millis || date || target.getOwner().isAssignableTo(Calendar.class);
        });
        noClasses().should().callCodeUnitWhere(wallClock).check(MAIN);
    }

    @Test
    void json_is_jackson_3() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
                .because("Spring Boot 4 brings tools.jackson; only the annotations kept their package")
                .check(MAIN);
    }

    @Test
    void dependencies_come_through_the_constructor() {
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(MAIN);
    }

    @Test
    void sql_stays_in_the_store_and_in_the_check_of_the_database() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.tocsin.delivery.jdbc..", "io.tocsin.delivery.history", "io.tocsin.check.mysql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.flywaydb..", "org.sqlite..")
                .check(MAIN);
    }

    @Test
    void test_classes_are_named_so_that_the_build_runs_them() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and(DescribedPredicate.describe("hold tests", ArchitectureTests::holdsTests))
                .should()
                .haveNameMatching(".*(Tests|IT|Benchmark)")
                .check(TEST);
    }

    @Test
    void no_test_is_switched_off() {
        noClasses().should().beAnnotatedWith(Disabled.class).check(TEST);
        noMethods().should().beAnnotatedWith(Disabled.class).check(TEST);
    }

    private static String in(String feature) {
        return "io.tocsin." + feature + "..";
    }

    private static boolean holdsTests(JavaClass type) {
        return type.getAllMethods().stream().anyMatch(method -> method.isMetaAnnotatedWith(Testable.class));
    }

    private static DescribedPredicate<JavaCall<?>> calls(String description, Predicate<CodeUnitCallTarget> target) {
        return DescribedPredicate.describe(description, call -> target.test(call.getTarget()));
    }
}
