package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTests {

    @Test
    void the_page_of_all_properties_is_what_the_metadata_says() throws Exception {
        String text = ConfigurationReference.text(classes());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(ConfigurationReference.PAGE, text);
        }
        assertThat(text).contains("`tocsin.channel.slack.<name>.mentions[].users[]`");
        assertThat(ConfigurationReference.PAGE)
                .as("The properties have changed; write the page by: " + ConfigurationReference.COMMAND)
                .hasContent(text);
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(TocsinApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
