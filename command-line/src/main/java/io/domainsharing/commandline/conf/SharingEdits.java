// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.edit.Hunk;
import io.domainsharing.commandline.edit.NotEditableException;
import io.domainsharing.commandline.edit.SourceText;
import io.domainsharing.commandline.edit.XmlElement;
import io.domainsharing.commandline.edit.XmlText;
import io.domainsharing.network.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code domainsharing.xml}: written where there is none, and changed where peers come to it. */
public final class SharingEdits {
    public static final String NAME = "domainsharing.xml";

    private static final String UNIT = "    ";

    private SharingEdits() {}

    /**
     * A file for a server that has no peer yet, and defers nothing for want of one.
     *
     * @param domains none: every domain of this James is shared
     * @param bind the one address of this machine that is this server's; null: all of them
     * @param secret that peers have to know
     */
    public static SourceText create(Office own, List<String> domains, @Nullable String bind, Secret secret) {
        List<String> lines = new ArrayList<>();
        lines.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        lines.add("<!-- " + FileEdits.MARK
                + "written by domain-sharing install. docs/configuration.md has all keys. -->");
        lines.add("<domainsharing>");
        lines.add(UNIT + "<node>" + own.name() + "</node>");
        if (!domains.isEmpty()) {
            lines.add(UNIT + "<domains>");
            domains.forEach(domain -> lines.add(UNIT + UNIT + "<domain>" + domain + "</domain>"));
            lines.add(UNIT + "</domains>");
        }
        lines.add(UNIT + "<peers/>");
        if (bind != null) {
            lines.add(UNIT + "<lookup>");
            lines.add(UNIT + UNIT + "<bind>" + bind + "</bind>");
            lines.add(UNIT + "</lookup>");
        }
        lines.add(UNIT + "<minger>");
        if (bind != null || own.mingerPort() != Office.MINGER) {
            String address = bind == null ? "0.0.0.0" : bind.contains(":") ? "[" + bind + "]" : bind;
            lines.add(UNIT + UNIT + "<bind>" + address + ":" + own.mingerPort() + "</bind>");
        }
        lines.add(UNIT + UNIT + "<secret>" + PeerEntry.written(secret) + "</secret>");
        lines.add(UNIT + "</minger>");
        lines.add(UNIT + "<delivery>");
        if (bind != null) {
            lines.add(UNIT + UNIT + "<bind>" + bind + "</bind>");
        }
        lines.add(UNIT + UNIT + "<!-- Encrypted where a peer offers it, whoever has signed its certificate. -->");
        lines.add(UNIT + UNIT + "<startTLS>true</startTLS>");
        lines.add(UNIT + UNIT + "<mail.smtp.ssl.trust>*</mail.smtp.ssl.trust>");
        lines.add(UNIT + UNIT + "<verifyServerIdentity>false</verifyServerIdentity>");
        lines.add(UNIT + "</delivery>");
        lines.add("</domainsharing>");
        return new SourceText(NAME, String.join("\n", lines) + "\n");
    }

    /** A file that comes, with all its lines. */
    public static EditedText asNew(SourceText text) {
        return new EditedText(
                new SourceText(text.name(), ""),
                text,
                List.of(new Hunk(1, "", text.text(), "this server and its peers")));
    }

    /**
     * Adds peers and secrets that peers have to know.
     *
     * @param peers none of them is in the file
     * @param secrets none of them is in the file
     * @param byHand what cannot be told by the text is added to it
     */
    public static EditedText add(SourceText source, List<PeerEntry> peers, List<Secret> secrets, List<ByHand> byHand) {
        FileEdits file = new FileEdits(source);
        try {
            XmlElement root = XmlText.parse(source);
            peers(file, root, peers);
            secrets(file, root, secrets);
            EditedText made = file.make();
            byHand.addAll(file.byHand());
            return made;
        } catch (NotEditableException e) {
            byHand.add(new ByHand(NAME, String.valueOf(e.getMessage()), List.of()));
            return new EditedText(source, source, List.of());
        }
    }

    private static void peers(FileEdits file, XmlElement root, List<PeerEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        String why = "peers";
        Optional<XmlElement> peers = root.child("peers");
        String unit = file.unit(root);
        List<String> lines =
                entries.stream().flatMap(entry -> entry.lines(unit).stream()).toList();
        if (peers.isEmpty()) {
            file.byHand("has no <peers>, so its peers are those of the MX records. To list them instead, write", lines);
        } else if (peers.get().isOneTag()) {
            List<String> whole = new ArrayList<>(List.of("<peers>"));
            lines.forEach(line -> whole.add(unit + line));
            whole.add("</peers>");
            file.replace(peers.get(), whole, why);
        } else {
            file.atEnd(peers.get(), lines, why);
        }
    }

    private static void secrets(FileEdits file, XmlElement root, List<Secret> secrets) {
        if (secrets.isEmpty()) {
            return;
        }
        String why = "what the peers ask this server with";
        List<String> lines = secrets.stream()
                .map(secret -> "<secret>" + PeerEntry.written(secret) + "</secret>")
                .toList();
        Optional<XmlElement> minger = root.child("minger");
        if (minger.isPresent() && !minger.get().isOneTag()) {
            file.atEnd(minger.get(), lines, why);
            return;
        }
        List<String> whole = new ArrayList<>(List.of("<minger>"));
        lines.forEach(line -> whole.add(file.unit(root) + line));
        whole.add("</minger>");
        if (minger.isPresent()) {
            file.replace(minger.get(), whole, why);
        } else {
            file.atEnd(root, whole, why);
        }
    }
}
