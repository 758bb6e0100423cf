// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.resolution.ConflictSweep;
import io.domainsharing.ownership.resolution.SweepProgress;
import java.time.Clock;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.task.AsyncSafeTask;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.task.TaskType;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * The check of all local addresses as one of James's tasks: it can be watched and cancelled under {@code /tasks}. Partial,
 * which James shows as failed, when a peer gave no answer for some address. Besides the other tasks of this James, which it
 * may outlast by far; James runs it once.
 */
public final class ConflictsTask implements AsyncSafeTask {
    static final TaskType TYPE = TaskType.of("domain-sharing-conflicts");

    private final ConflictSweep sweep;
    private final Clock clock;
    private final SweepProgress progress = new SweepProgress();

    @Inject
    public ConflictsTask(ConflictSweep sweep, Clock clock) {
        this.sweep = sweep;
        this.clock = clock;
    }

    @Override
    public Publisher<Result> runAsync() {
        return sweep.run(progress)
                .then(Mono.fromSupplier(
                        () -> progress.snapshot().unansweredAddresses() == 0 ? Result.COMPLETED : Result.PARTIAL));
    }

    @Override
    public TaskType type() {
        return TYPE;
    }

    @Override
    public Optional<TaskExecutionDetails.AdditionalInformation> details() {
        return Optional.of(new ConflictsTaskInformation(clock.instant(), progress.snapshot()));
    }
}
