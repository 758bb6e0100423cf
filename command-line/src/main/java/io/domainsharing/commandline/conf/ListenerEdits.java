// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import io.domainsharing.commandline.edit.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code smtpserver.xml}: our handlers on each listener that is switched on, before the core handlers. */
final class ListenerEdits {
    private static final String OURS = "io.domainsharing.smtp.";
    private static final String RCPT = OURS + "DomainSharingRcptHook";
    private static final String MAIL = OURS + "DomainSharingMailHook";
    private static final String VRFY = OURS + "VrfyCommand";
    private static final String ETRN = OURS + "EtrnCommand";
    private static final String STOCK = "ValidRcptHandler";
    private static final String CORE = "org.apache.james.smtpserver.CoreCmdHandlerLoader";
    private static final List<String> USERS_PORTS = List.of(":465", ":587");

    private final FileEdits file;
    private final XmlElement listener;
    private final boolean isForUsers;
    private final String name;

    private ListenerEdits(FileEdits file, XmlElement listener, boolean isForUsers, int position) {
        this.file = file;
        this.listener = listener;
        this.isForUsers = isForUsers;
        String jmxName = listener.childText("jmxName");
        this.name = "listener " + (jmxName.isEmpty() ? String.valueOf(position) : jmxName);
    }

    static void propose(FileEdits file, XmlElement root) {
        List<XmlElement> all = root.children("smtpserver");
        boolean isFirst = true;
        for (int i = 0; i < all.size(); i++) {
            XmlElement listener = all.get(i);
            if (!listener.attributeText("enabled").strip().equalsIgnoreCase("false")) {
                // Mail of other servers comes in at the first, wherever it listens.
                new ListenerEdits(file, listener, !isFirst && isForUsers(listener), i + 1).propose();
                isFirst = false;
            }
        }
        if (isFirst) {
            file.byHand(
                    "has no listener that is switched on: write enabled=\"true\" at the first smtpserver", List.of());
        }
    }

    private static boolean isForUsers(XmlElement listener) {
        String bind = listener.childText("bind");
        return listener.child("tls")
                        .filter(tls -> tls.attributeText("socketTLS").strip().equalsIgnoreCase("true"))
                        .isPresent()
                || USERS_PORTS.stream().anyMatch(bind::endsWith);
    }

    private void propose() {
        Optional<XmlElement> chain = listener.child("handlerchain").filter(element -> !element.isOneTag());
        if (chain.isEmpty()) {
            file.byHand("has no <handlerchain> with an end tag in the " + name, missing(List.of(), "    "));
            return;
        }
        List<XmlElement> handlers = chain.get().children("handler");
        List<String> lines = missing(handlers, file.unit(chain.get()));
        Optional<XmlElement> core = named(handlers, CORE);
        Optional<XmlElement> rcpt = named(handlers, RCPT);
        List<XmlElement> stock =
                handlers.stream().filter(ListenerEdits::isStock).toList();
        for (int i = 0; i < stock.size(); i++) {
            file.replace(
                    stock.get(i),
                    i == 0 && rcpt.isEmpty()
                            ? lines
                            : List.of(FileEdits.comment(
                                    "DomainSharingRcptHook has taken the place of this ValidRcptHandler.")),
                    name + ": DomainSharingRcptHook takes the place of ValidRcptHandler");
        }
        if (lines.isEmpty() || (!stock.isEmpty() && rcpt.isEmpty())) {
            return;
        }
        String why = name + ": handlers that are missing";
        if (rcpt.isPresent()
                && core.isPresent()
                && rcpt.get().start() > core.get().start()) {
            file.byHand(
                    "has DomainSharingRcptHook behind CoreCmdHandlerLoader in the " + name
                            + ": move it before that, then write behind it",
                    lines);
        } else if (rcpt.isPresent()) {
            file.behind(rcpt.get(), lines, why);
        } else if (core.isPresent()) {
            file.before(core.get(), lines, why);
        } else {
            file.atEnd(chain.get(), lines, why);
        }
    }

    private static boolean isStock(XmlElement handler) {
        String type = handler.attributeText("class");
        return type.equals(STOCK) || type.endsWith(".fastfail." + STOCK);
    }

    private static Optional<XmlElement> named(List<XmlElement> handlers, String type) {
        return handlers.stream()
                .filter(handler -> handler.attributeText("class").equals(type))
                .findFirst();
    }

    private List<String> missing(List<XmlElement> there, String unit) {
        List<String> lines = new ArrayList<>();
        if (named(there, RCPT).isEmpty()) {
            lines.add(FileEdits.comment("stands where ValidRcptHandler stood, before the core handlers."));
            lines.addAll(hook(RCPT, unit, " <!-- for users: no session here is a peer's -->"));
        }
        if (named(there, MAIL).isEmpty()) {
            lines.add(FileEdits.comment(
                    "asks whether a sender in a shared domain exists. Stands behind DomainSharingRcptHook."));
            lines.addAll(hook(MAIL, unit, ""));
        }
        if (!isForUsers && named(there, VRFY).isEmpty()) {
            lines.add(
                    FileEdits.comment("tells the peers by VRFY which addresses exist here; everybody else hears 252."));
            lines.add(handler(VRFY));
        }
        if (named(there, ETRN).isEmpty()) {
            lines.add(FileEdits.comment("starts a gateway's mail when its owner asks by ETRN."));
            lines.add(handler(ETRN));
        }
        return lines;
    }

    private List<String> hook(String type, String unit, String comment) {
        return isForUsers
                ? List.of(
                        "<handler class=\"" + type + "\">",
                        unit + "<submission>true</submission>" + comment,
                        "</handler>")
                : List.of(handler(type));
    }

    private static String handler(String type) {
        return "<handler class=\"" + type + "\"/>";
    }
}
