// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.file.ConfFolder;
import io.domainsharing.findings.file.FolderCheck;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@code conf/} as this server has started with them. What was wrong then stays wrong until it starts again, whatever
 * has been written since; what is wrong since then will be at the next start. Used by one thread.
 */
public final class StartedFiles implements Rounds.Rules {
    /** Told better by the server itself, or known to it only. */
    private static final Set<Rule> KNOWN_BETTER = EnumSet.of(
            Rule.NO_PEER,
            Rule.NO_MINGER,
            Rule.WEAK_SECRET,
            Rule.HELO_NAME,
            Rule.SAME_HOST,
            Rule.NAME_BY_CASE,
            Rule.SMTP_AUTH,
            Rule.MINGER_LOOPBACK,
            Rule.DOMAIN_NOT_LOCAL,
            Rule.LOG_SILENT,
            Rule.AUDIT_SILENT,
            Rule.REPOSITORY_IN_MEMORY,
            Rule.VRFY_COMMAND,
            Rule.ETRN_COMMAND,
            Rule.EXTENSION_JAR);

    /** Read again while the server runs. */
    private static final Set<Rule> READ_AGAIN = EnumSet.of(Rule.ADDRESS_FILE);

    private final ConfFolder folder;
    private @Nullable List<Finding> atStart;

    public StartedFiles(ConfFolder folder) {
        this.folder = folder;
    }

    @Override
    public void check(Findings findings) {
        List<Finding> now = FolderCheck.of(folder).findings().all().stream()
                .filter(finding -> finding.severity().isMistake() && !KNOWN_BETTER.contains(finding.rule()))
                .toList();
        List<Finding> first = atStart;
        if (first == null) {
            first = now.stream()
                    .filter(finding -> !READ_AGAIN.contains(finding.rule()))
                    .toList();
            atStart = first;
        }
        Set<Finding> all = new LinkedHashSet<>(first);
        all.addAll(now);
        all.forEach(findings::add);
    }
}
