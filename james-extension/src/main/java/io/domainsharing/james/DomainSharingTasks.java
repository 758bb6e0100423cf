// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.webadmin.ConflictsTask;
import io.domainsharing.webadmin.ConflictsTaskDto;
import io.domainsharing.webadmin.ConflictsTaskInformation;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;
import org.apache.james.server.task.json.TaskExtensionModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.server.task.json.dto.TaskDTOModule;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails;

/**
 * Makes James's task manager know our tasks. Named in {@code extensions.properties} as {@code guice.extension.task}; without
 * it a task shows no progress, and a distributed James, which writes tasks down, takes none.
 */
public final class DomainSharingTasks implements TaskExtensionModule {
    private final Conflicts conflicts;

    @Inject
    DomainSharingTasks(Conflicts conflicts) {
        this.conflicts = conflicts;
    }

    @Override
    public Set<TaskDTOModule<? extends Task, ? extends TaskDTO>> taskDTOModules() {
        return Set.of(conflicts.module);
    }

    @Override
    public Set<
                    AdditionalInformationDTOModule<
                            ? extends TaskExecutionDetails.AdditionalInformation, ? extends AdditionalInformationDTO>>
            taskAdditionalInformationDTOModules() {
        return Set.of(ConflictsTaskInformation.MODULE);
    }

    /** One, however many lines name the class around it: with two modules for one task a distributed James does not start. */
    @Singleton
    static final class Conflicts {
        private final TaskDTOModule<ConflictsTask, ConflictsTaskDto> module;

        // A provider, for James's task manager may be made before what the task needs.
        @Inject
        Conflicts(Provider<ConflictsTask> task) {
            module = ConflictsTaskDto.module(task::get);
        }
    }
}
