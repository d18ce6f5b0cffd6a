package io.tocsin.check.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisConfigurationTests {

    /** The container drill shows the same with a Redis that comes back under another address. */
    @Test
    void addressesAreResolvedByTheJdkWhichKeepsThemForSecondsOnly() {
        DefaultClientResources.Builder builder = DefaultClientResources.builder();
        new RedisConfiguration.Watched().redisResources().customize(builder);
        ClientResources resources = builder.build();
        try {
            assertThat(resources.addressResolverGroup()).isSameAs(DefaultAddressResolverGroup.INSTANCE);
        } finally {
            resources.shutdown(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
        }
    }
}
