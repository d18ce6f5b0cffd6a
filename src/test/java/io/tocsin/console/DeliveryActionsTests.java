package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.console.forms.NoSuchPageException;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.resend.ResendResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.mvc.support.RedirectAttributesModelMap;

/** Where the wish to send again leads. */
class DeliveryActionsTests {

    private static final DeliveryId WANTED = new DeliveryId("oncall", 4);
    private static final DeliveryId NEW = new DeliveryId("oncall", 9);

    private final RedirectAttributesModelMap redirect = new RedirectAttributesModelMap();

    static Stream<Arguments> results() {
        return Stream.of(
                Arguments.of(new ResendResult.Queued(NEW), NEW, "queued", List.of("oncall-4")),
                Arguments.of(new ResendResult.Repeated(NEW), NEW, "repeated", List.of("oncall-4")),
                Arguments.of(new ResendResult.StillPending(), WANTED, "pending", List.of("oncall-4")),
                Arguments.of(new ResendResult.NotConfigured("oncall"), WANTED, "notConfigured", List.of("oncall")),
                Arguments.of(new ResendResult.Full(), WANTED, "full", List.of()));
    }

    @ParameterizedTest
    @MethodSource("results")
    void each_result_leads_to_a_delivery_with_a_notice(
            ResendResult result, DeliveryId shown, String notice, List<String> arguments) {
        assertThat(DeliveryActions.after(result, WANTED, redirect)).isEqualTo("redirect:/deliveries/" + shown);
        assertThat(redirect.getFlashAttributes().get("notice")).isEqualTo("deliveries.notice." + notice);
        assertThat(redirect.getFlashAttributes().get("noticeArgs")).isEqualTo(arguments);
    }

    @Test
    void what_is_not_there_any_more_is_a_page_of_its_own() {
        assertThatThrownBy(() -> DeliveryActions.after(new ResendResult.Unknown(), WANTED, redirect))
                .isInstanceOf(NoSuchPageException.class);
    }

    @Test
    void no_result_is_left_out() {
        assertThat(ResendResult.class.getPermittedSubclasses()).hasSize(6);
    }
}
