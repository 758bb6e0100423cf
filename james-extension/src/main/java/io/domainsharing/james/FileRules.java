// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.live.Rounds;
import io.domainsharing.findings.live.StartedFiles;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The files of this James's own {@code conf/}. Used by one thread. */
@Singleton
final class FileRules implements Rounds.Rules {
    private final ConfPlace place;
    private @Nullable StartedFiles files;

    @Inject
    FileRules(ConfPlace place) {
        this.place = place;
    }

    @Override
    public void check(Findings findings) {
        StartedFiles ours = files;
        if (ours == null) {
            ours = new StartedFiles(place.folder());
            files = ours;
        }
        ours.check(findings);
    }
}
