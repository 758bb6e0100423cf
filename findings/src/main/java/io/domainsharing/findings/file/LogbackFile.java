// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/** {@code logback.xml}: whether what Domain Sharing logs is written at all. Stock James writes only warnings of what it does not know. */
final class LogbackFile {
    static final String NAME = "logback.xml";

    private static final String OURS = "io.domainsharing";
    private static final String AUDIT = OURS + ".audit";

    private final ConfFolder folder;
    private final Findings findings;

    LogbackFile(ConfFolder folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
    }

    void check() {
        if (!folder.has(NAME)) {
            // Logback's own default writes everything.
            return;
        }
        try {
            Map<String, String> levels = levels(folder.xml("logback"));
            if (isSilent(OURS, levels)) {
                findings.warning(
                        Rule.LOG_SILENT,
                        Place.of(NAME),
                        "writes no INFO of " + OURS + ": that it is on, and what changes, is in no log",
                        "Add <logger name=\"" + OURS + "\" level=\"INFO\"/>");
            } else if (isSilent(AUDIT, levels)) {
                findings.warning(
                        Rule.AUDIT_SILENT,
                        Place.of(NAME),
                        "writes no INFO of " + AUDIT + ": who was refused, and why, is in no log",
                        "Write level=\"INFO\" for the logger " + AUDIT);
            }
        } catch (ConfigurationException e) {
            findings.warning(Rule.LOG_SILENT, Place.of(NAME), "cannot be read: " + e.getMessage(), "Correct the XML");
        }
    }

    private static Map<String, String> levels(HierarchicalConfiguration<ImmutableNode> xml) {
        Map<String, String> levels = new TreeMap<>();
        levels.put("", xml.getString("root[@level]", "DEBUG"));
        xml.configurationsAt("logger")
                .forEach(logger -> levels.put(logger.getString("[@name]", ""), logger.getString("[@level]", "")));
        levels.values().removeIf(String::isBlank);
        return levels;
    }

    /** By the nearest logger above that has a level, as Logback does. */
    private static boolean isSilent(String logger, Map<String, String> levels) {
        String name = logger;
        while (!levels.containsKey(name)) {
            int dot = name.lastIndexOf('.');
            name = dot < 0 ? "" : name.substring(0, dot);
        }
        String level = levels.getOrDefault(name, "DEBUG");
        return level.equalsIgnoreCase("OFF") || level.equalsIgnoreCase("ERROR") || level.equalsIgnoreCase("WARN");
    }
}
