// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.live.Rounds;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.smtp.EtrnCommand;
import io.domainsharing.smtp.VrfyCommand;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.inject.Inject;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** What {@code domainsharing.xml} says of commands that no listener of {@code smtpserver.xml} carries out. */
final class ListenerRules implements Rounds.Rules {
    private static final Place FILE = Place.of("domainsharing.xml");
    private static final String LISTENERS = "smtpserver";

    private final DomainSharingConfiguration configuration;
    private final ConfigurationProvider files;

    @Inject
    ListenerRules(DomainSharingConfiguration configuration, ConfigurationProvider files) {
        this.configuration = configuration;
        this.files = files;
    }

    @Override
    public void check(Findings findings) {
        try {
            List<HierarchicalConfiguration<ImmutableNode>> listeners =
                    files.getConfiguration(LISTENERS).configurationsAt(LISTENERS).stream()
                            .filter(listener -> listener.getBoolean("[@enabled]", true))
                            .toList();
            if (!configuration.vrfy().allow().isEmpty()) {
                with(VrfyCommand.class, Rule.VRFY_COMMAND, "vrfy/allow", listeners, findings);
            }
            etrn(listeners, findings);
        } catch (ConfigurationException e) {
            throw new IllegalStateException("conf/smtpserver.xml cannot be read", e);
        }
    }

    private void etrn(List<HierarchicalConfiguration<ImmutableNode>> listeners, Findings findings) {
        if (configuration.gateways().stream().allMatch(gateway -> gateway.etrn().isNobody())) {
            return;
        }
        List<HierarchicalConfiguration<ImmutableNode>> answering = with(
                EtrnCommand.class, Rule.ETRN_COMMAND, "gateways/gateway/etrnFrom and etrnUser", listeners, findings);
        boolean usersAsk = configuration.gateways().stream().map(Gateway::etrn).anyMatch(etrn -> !etrn.users()
                .isEmpty());
        if (usersAsk && !answering.isEmpty() && answering.stream().noneMatch(ListenerRules::announcesAuth)) {
            findings.warning(
                    Rule.ETRN_COMMAND,
                    FILE.key("gateways/gateway/etrnUser"),
                    "no listener that has EtrnCommand offers AUTH, so users cannot log in and ask",
                    "Add EtrnCommand to one that does, in conf/smtpserver.xml");
        }
    }

    private static List<HierarchicalConfiguration<ImmutableNode>> with(
            Class<?> command,
            Rule rule,
            String keys,
            List<HierarchicalConfiguration<ImmutableNode>> listeners,
            Findings findings) {
        List<HierarchicalConfiguration<ImmutableNode>> answering = listeners.stream()
                .filter(listener -> Arrays.asList(listener.getStringArray("handlerchain.handler[@class]"))
                        .contains(command.getName()))
                .toList();
        if (answering.isEmpty()) {
            findings.warning(
                    rule,
                    FILE.key(keys),
                    "has no effect, for no listener has " + command.getName(),
                    "Add it to conf/smtpserver.xml as james-conf/smtpserver.xml has it");
        }
        return answering;
    }

    /** As James reads it, the older key included. */
    private static boolean announcesAuth(HierarchicalConfiguration<ImmutableNode> listener) {
        String announce = listener.getString("auth.announce");
        return announce == null
                ? List.of("true", "announce").contains(lowerCase(listener.getString("authRequired", "false")))
                : !lowerCase(announce).equals("never");
    }

    private static String lowerCase(String text) {
        return text.trim().toLowerCase(Locale.US);
    }
}
