// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import io.domainsharing.commandline.edit.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code domainlist.xml}: the shared domains, where the file does not name them. James adds what it names to its own list at the start. */
final class DomainEdits {
    private DomainEdits() {}

    static void propose(FileEdits file, XmlElement root, List<String> domains) {
        List<String> there = root.all("domainnames", "domainname").stream()
                .map(XmlElement::text)
                .toList();
        List<String> missing = domains.stream()
                .filter(domain -> there.stream().noneMatch(domain::equalsIgnoreCase))
                .map(domain -> "<domainname>" + domain + "</domainname>")
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add(FileEdits.comment("shared with other servers, and one of this James's own domains."));
        Optional<XmlElement> names = root.child("domainnames");
        String why = "a shared domain is one of James's own";
        if (names.isPresent() && !names.get().isOneTag()) {
            lines.addAll(missing);
            file.atEnd(names.get(), lines, why);
            return;
        }
        String unit = file.unit(root);
        lines.add("<domainnames>");
        missing.forEach(line -> lines.add(unit + line));
        lines.add("</domainnames>");
        if (names.isPresent()) {
            file.replace(names.get(), lines, why);
        } else if (root.isOneTag()) {
            file.byHand("is one tag. Write into it", lines);
        } else {
            file.atEnd(root, lines, why);
        }
    }
}
