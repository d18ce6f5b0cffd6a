package io.tocsin.channel.config;

import java.util.List;
import java.util.Map;

/** People for the tests of channels. */
public final class TestPeople {

    private TestPeople() {}

    /** Zhang, who has ids everywhere, Li, who has a phone number only, and the team {@code db} of both. */
    public static People zhangAndLi() {
        return new People(new PeopleProperties(
                Map.of(
                        "zhang",
                        new PeopleProperties.Person(
                                "zhang@example.com", "13800000001", "ding-zhang", "ou_zhang1", "wx-zhang", "U0ZHANG"),
                        "li",
                        new PeopleProperties.Person(null, "13800000002", null, null, " ", null)),
                Map.of("db", List.of("zhang", "li"))));
    }
}
