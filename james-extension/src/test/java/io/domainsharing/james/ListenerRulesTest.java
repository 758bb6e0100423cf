// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R2")
class ListenerRulesTest {
    private static final String NO_ETRN = "gateways/gateway/etrnFrom and etrnUser has no effect";
    private static final String NO_AUTH = "gateways/gateway/etrnUser no listener that has EtrnCommand offers AUTH";
    private static final String NO_VRFY = "vrfy/allow has no effect";

    private final Findings findings = new Findings("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <etrnFrom>192.0.2.1</etrnFrom>       |             |                                           | true  | NO_ETRN
            <etrnFrom>192.0.2.1</etrnFrom>       | EtrnCommand |                                           | false | NO_ETRN
            <etrnFrom>192.0.2.1</etrnFrom>       | EtrnCommand |                                           | true  |
            <etrnUser>bob@example.com</etrnUser> | EtrnCommand |                                           | true  | NO_AUTH
            <etrnUser>bob@example.com</etrnUser> | EtrnCommand | <auth><announce>never</announce></auth>   | true  | NO_AUTH
            <etrnUser>bob@example.com</etrnUser> | EtrnCommand | <auth><announce>always</announce></auth>  | true  |
            <etrnUser>bob@example.com</etrnUser> | EtrnCommand | <authRequired>true</authRequired>         | true  |
            """)
    void operatorShouldBeToldWhatNoListenerCarriesOut(
            String asker, @Nullable String handler, @Nullable String auth, boolean enabled, @Nullable String warning)
            throws Exception {
        log(
                "<gateways><gateway><domain>c.example</domain><smtp>h</smtp>" + asker + "</gateway></gateways>",
                listener(handler, auth, enabled));

        assertExpected(warning);
    }

    @ParameterizedTest
    @CsvSource({"EtrnCommand, NO_VRFY", "VrfyCommand,"})
    void operatorShouldBeToldWhenVrfyIsAllowedAndNotAnswered(String handler, @Nullable String warning)
            throws Exception {
        log("<vrfy><allow>192.0.2.1</allow></vrfy><peers/>", listener(handler, null, true));

        assertExpected(warning);
    }

    private void assertExpected(@Nullable String warning) {
        List<String> warnings = findings.all().stream().map(Finding::message).toList();
        if (warning == null) {
            assertThat(warnings).isEmpty();
        } else {
            assertThat(warnings).singleElement().asString().contains(textOf(warning));
        }
    }

    private static String textOf(String warning) {
        return switch (warning) {
            case "NO_ETRN" -> NO_ETRN;
            case "NO_AUTH" -> NO_AUTH;
            default -> NO_VRFY;
        };
    }

    private static String listener(@Nullable String handler, @Nullable String auth, boolean enabled) {
        String ours = handler == null ? "" : "<handler class='io.domainsharing.smtp." + handler + "'/>";
        return "<smtpservers><smtpserver enabled='" + enabled + "'><handlerchain><handler class='a.B'/>" + ours
                + "</handlerchain>" + (auth == null ? "" : auth) + "</smtpserver></smtpservers>";
    }

    private void log(String sharing, String listeners) throws Exception {
        DomainSharingConfiguration configuration = DomainSharingConfiguration.from(
                load("<domainsharing>" + sharing + "</domainsharing>"), new NodeName("paris"));
        XMLConfiguration file = load(listeners);
        new ListenerRules(configuration, (ConfigurationProvider) Proxy.newProxyInstance(
                        ListenerRulesTest.class.getClassLoader(),
                        new Class<?>[] {ConfigurationProvider.class},
                        (proxy, method, arguments) -> file))
                .check(findings);
    }

    private static XMLConfiguration load(String xml) throws Exception {
        XMLConfiguration configuration = new XMLConfiguration();
        new FileHandler(configuration).load(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return configuration;
    }
}
