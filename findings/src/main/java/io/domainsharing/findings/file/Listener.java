// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** One {@code <smtpserver>}, and its handlers in order. */
final class Listener {
    private static final String OURS = "io.domainsharing.smtp.";
    private static final List<String> USERS_PORTS = List.of(":465", ":587");

    private final HierarchicalConfiguration<ImmutableNode> xml;
    private final String name;
    private final List<HierarchicalConfiguration<ImmutableNode>> handlers;

    /** @param position among all listeners of the file, from 1 */
    Listener(HierarchicalConfiguration<ImmutableNode> xml, int position) {
        this.xml = xml;
        this.name = "smtpserver[" + xml.getString("jmxName", Integer.toString(position)) + "]";
        this.handlers = xml.configurationsAt("handlerchain.handler");
    }

    /** All of {@code smtpserver.xml}, those that are switched off included. */
    static List<Listener> all(HierarchicalConfiguration<ImmutableNode> file) {
        List<HierarchicalConfiguration<ImmutableNode>> listeners = file.configurationsAt(ListenersFile.LISTENER);
        return IntStream.range(0, listeners.size())
                .mapToObj(i -> new Listener(listeners.get(i), i + 1))
                .toList();
    }

    boolean isEnabled() {
        return Flag.of(xml, "[@enabled]", true);
    }

    /** Finds what should be true or false and is neither; where it is switched off, James looks at nothing else. */
    void flags(Findings findings) {
        Place place = Place.of(ListenersFile.NAME);
        Flag.check(xml, "[@enabled]", place.key(key("enabled")), findings);
        if (!isEnabled()) {
            return;
        }
        Flag.check(xml, "tls[@socketTLS]", place.key(key("tls/socketTLS")), findings);
        Flag.check(xml, "tls[@startTLS]", place.key(key("tls/startTLS")), findings);
        for (HierarchicalConfiguration<ImmutableNode> handler : handlers) {
            if (className(handler).startsWith(OURS)) {
                String simpleName = className(handler).substring(OURS.length());
                Flag.check(
                        handler,
                        "submission",
                        place.key(key("handlerchain/handler[" + simpleName + "]/submission")),
                        findings);
            }
        }
    }

    /** The path of one of its keys. */
    String key(String key) {
        return name + "/" + key;
    }

    /** Where a handler stands in the chain; -1: it does not. */
    int position(String handler) {
        return IntStream.range(0, handlers.size())
                .filter(i -> className(handlers.get(i)).equals(handler)
                        || className(handlers.get(i)).endsWith(".fastfail." + handler))
                .findFirst()
                .orElse(-1);
    }

    boolean has(String handler) {
        return position(handler) >= 0;
    }

    /** Whether a handler is told that only users come here. */
    boolean isSubmission(String handler) {
        int position = position(handler);
        return position >= 0 && Flag.of(handlers.get(position), "submission", false);
    }

    /** Whether it is at a port, or spoken to in a way, that only users' programs use. */
    boolean isForUsers() {
        return Flag.of(xml, "tls[@socketTLS]", false) || USERS_PORTS.stream().anyMatch(port -> bind().endsWith(port));
    }

    String bind() {
        return xml.getString("bind", "");
    }

    boolean verifiesIdentity(JamesRelease james) {
        String mode = xml.getString("verifyIdentity", james.verifyIdentity());
        return !List.of("false", "disabled").contains(mode.trim().toLowerCase(Locale.ROOT));
    }

    /** Whether it leaves that to James. */
    boolean leavesOutVerifyIdentity() {
        return !xml.containsKey("verifyIdentity");
    }

    private static String className(HierarchicalConfiguration<ImmutableNode> handler) {
        return handler.getString("[@class]", "");
    }
}
