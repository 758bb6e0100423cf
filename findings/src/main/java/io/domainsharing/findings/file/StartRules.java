// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** What James's other files say, read as James reads them when it starts. */
public final class StartRules {
    private StartRules() {}

    /**
     * What must not start: a listener that would answer a colleague's address with 550, for good.
     *
     * @param lines of the same files, for messages
     * @return empty: it may start
     * @throws ConfigurationException smtpserver.xml cannot be read; James itself says so
     */
    public static List<Finding> wrongForGood(ConfigurationProvider files, FileLines lines)
            throws ConfigurationException {
        List<Finding> wrong = new ArrayList<>();
        for (Listener listener : Listener.all(files.getConfiguration(ListenersFile.LISTENER))) {
            if (listener.isEnabled()) {
                Findings findings = new Findings("");
                ListenersFile.recipients(listener, findings);
                findings.all().stream()
                        .filter(finding -> finding.rule() == Rule.VALID_RCPT_HANDLER
                                || (finding.rule() == Rule.RCPT_HOOK_MISSING && !listener.isForUsers()))
                        .map(lines::locate)
                        .forEach(wrong::add);
            }
        }
        return wrong;
    }

    /**
     * Whether mail for peers may meet the hand-over in {@code mailetcontainer.xml}; where it cannot be told, it may.
     *
     * @throws ConfigurationException the file cannot be read; James itself says so
     */
    public static boolean mayHandOver(ConfigurationProvider files) throws ConfigurationException {
        List<Processor> processors = Processor.all(files.getConfiguration("mailetcontainer"));
        return processors.isEmpty() || Processor.mayHandOver(processors);
    }
}
