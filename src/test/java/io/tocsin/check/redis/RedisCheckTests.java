package io.tocsin.check.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.tocsin.check.CheckException;
import io.tocsin.check.CheckProperties;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class RedisCheckTests {

    private static final String INFO = "# Server\r\nredis_version:7.4.1\r\nrun_id:aa\r\nloading:0\r\n";

    private static final CheckProperties PROPERTIES =
            new CheckProperties(Duration.ofSeconds(5), Duration.ofSeconds(20));

    private RedisStandIn redis;
    private LettuceConnectionFactory connections;
    private RedisCheck check;

    @BeforeEach
    void start() throws IOException {
        redis = new RedisStandIn().info(INFO);
        ClientOptions.Builder options = ClientOptions.builder();
        new RedisConfiguration.Watched().redisConnection(PROPERTIES).customize(options);
        connections = new LettuceConnectionFactory(
                new RedisStandaloneConfiguration("127.0.0.1", redis.port()),
                LettuceClientConfiguration.builder()
                        .clientOptions(options.build())
                        .build());
        connections.afterPropertiesSet();
        connections.start();
        check = new RedisCheck(connections);
    }

    @AfterEach
    void stop() throws Exception {
        connections.destroy();
        redis.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MISCONF Redis is configured to save RDB snapshots, but it's unable to persist to disk. | it answers PING with MISCONF
            MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.       | it answers PING with MASTERDOWN
            NOPERM this user has no permissions to run the 'ping' command                          | it answers PING with NOPERM
            BUSY Redis is busy running a script.                                                   | it answers PING with BUSY
            """)
    void an_error_reply_to_ping_comes_from_a_server_that_is_up(String error, String trouble) throws CheckException {
        redis.reply("PING", "-" + error);
        RedisFigures figures = check.look();
        assertThat(figures.trouble()).isEqualTo(trouble);
        assertThat(figures.info().text("redis_version")).isEqualTo("7.4.1");
    }

    @Test
    void what_it_says_of_loading_is_the_reason_whatever_it_answers_to_ping() throws CheckException {
        redis.reply("PING", "-LOADING Redis is loading the dataset in memory").info("loading:1\r\n");
        assertThat(check.look().trouble()).isEqualTo("it loads its data");
    }

    @Test
    void an_error_reply_to_info_is_a_failed_check() {
        redis.reply("PING", "-NOAUTH Authentication required.").reply("INFO", "-NOAUTH Authentication required.");
        assertThatThrownBy(check::look)
                .isInstanceOfSatisfying(
                        CheckException.class,
                        e -> assertThat(e.reason()).isEqualTo("it requires a password and none is configured"));
    }

    @Test
    void a_backslash_in_info_is_no_escape() throws CheckException {
        redis.info("executable:C:\\users\\svc\\redis-server.exe\r\nredis_version:5.0.14\r\n");
        RedisInfo info = check.look().info();
        assertThat(info.text("executable")).isEqualTo("C:\\users\\svc\\redis-server.exe");
        assertThat(info.text("redis_version")).isEqualTo("5.0.14");
    }
}
