package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.channel.ConsoleLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** A mistake in the configuration stops the start; the log, which is shipped and kept, says what is wrong and no secret. */
@ExtendWith(OutputCaptureExtension.class)
class StartMistakeTests {

    private static final String SECRET = "s3cr3t-Val9";

    @ConfigurationProperties("sample")
    record Sample(@Nullable Duration timeout) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({Sample.class, ConsoleLink.class})
    static class Service {

        /** As a library does that cannot read an address, and of which no analyzer knows. */
        @Bean
        Object cache(Environment environment) {
            String url = environment.getProperty("cache.url");
            if (url != null) {
                throw new IllegalStateException("The URL '" + url + "' has no scheme");
            }
            return new Object();
        }
    }

    @Test
    void a_file_that_is_no_yaml_is_told_without_its_text(@TempDir Path folder, CapturedOutput output)
            throws IOException {
        Path file = Files.writeString(folder.resolve("application.yaml"), "cache:\n  password: '" + SECRET + "\n");
        SpringApplication application = new SpringApplication(Service.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() ->
                        application.run("--spring.config.location=file:" + file).close())
                .isNotNull();

        assertThat(output).contains("APPLICATION FAILED TO START", "line 3").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample.timeout=" + SECRET,
                "cache.url=redis//:" + SECRET + "@cache:6379",
                "tocsin.console.url=https://admin:" + SECRET + "@tocsin.example.com",
            })
    void a_mistake_is_told_without_the_value_that_may_be_secret(String mistake, CapturedOutput output) {
        SpringApplication application = new SpringApplication(Service.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run("--" + mistake).close()).isNotNull();

        String setting = mistake.substring(mistake.indexOf('.') + 1, mistake.indexOf('='));
        assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain(SECRET);
        assertThat(output.getAll()).containsIgnoringCase(setting.substring(setting.lastIndexOf('.') + 1));
    }
}
