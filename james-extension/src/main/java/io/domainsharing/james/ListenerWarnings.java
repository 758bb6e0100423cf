// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code domainsharing.xml} says of commands that no listener of {@code smtpserver.xml} carries out. */
final class ListenerWarnings {
    private static final Logger LOGGER = LoggerFactory.getLogger(ListenerWarnings.class);
    private static final String LISTENERS = "smtpserver";

    private final DomainSharingConfiguration configuration;
    private final ConfigurationProvider files;

    @Inject
    ListenerWarnings(DomainSharingConfiguration configuration, ConfigurationProvider files) {
        this.configuration = configuration;
        this.files = files;
    }

    void log() {
        try {
            List<HierarchicalConfiguration<ImmutableNode>> listeners =
                    files.getConfiguration(LISTENERS).configurationsAt(LISTENERS).stream()
                            .filter(listener -> listener.getBoolean("[@enabled]", true))
                            .toList();
            if (!configuration.vrfy().allow().isEmpty()) {
                with(VrfyCommand.class, "vrfy/allow", listeners);
            }
            etrn(listeners);
        } catch (ConfigurationException e) {
            LOGGER.warn("conf/smtpserver.xml could not be checked", e);
        }
    }

    private void etrn(List<HierarchicalConfiguration<ImmutableNode>> listeners) {
        if (configuration.gateways().stream().allMatch(gateway -> gateway.etrn().isNobody())) {
            return;
        }
        List<HierarchicalConfiguration<ImmutableNode>> answering =
                with(EtrnCommand.class, "gateways/gateway/etrnFrom and etrnUser", listeners);
        boolean usersAsk = configuration.gateways().stream().map(Gateway::etrn).anyMatch(etrn -> !etrn.users()
                .isEmpty());
        if (usersAsk && !answering.isEmpty() && answering.stream().noneMatch(ListenerWarnings::announcesAuth)) {
            LOGGER.warn(
                    "conf/domainsharing.xml: gateways/gateway/etrnUser: no listener that has EtrnCommand offers AUTH,"
                            + " so users cannot log in and ask. Add EtrnCommand to one that does, in conf/smtpserver.xml");
        }
    }

    private static List<HierarchicalConfiguration<ImmutableNode>> with(
            Class<?> command, String keys, List<HierarchicalConfiguration<ImmutableNode>> listeners) {
        List<HierarchicalConfiguration<ImmutableNode>> answering = listeners.stream()
                .filter(listener -> Arrays.asList(listener.getStringArray("handlerchain.handler[@class]"))
                        .contains(command.getName()))
                .toList();
        if (answering.isEmpty()) {
            LOGGER.warn(
                    "conf/domainsharing.xml: {}: has no effect, for no listener has {}. Add it to conf/smtpserver.xml as"
                            + " james-conf/smtpserver.xml has it",
                    keys,
                    command.getName());
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
