// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.webadmin.ConflictsTask;
import io.domainsharing.webadmin.ConflictsTaskDto;
import io.domainsharing.webadmin.ConflictsTaskInformation;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Provider;
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
    private final Provider<ConflictsTask> conflictsTask;

    // A provider, for James's task manager may be made before what the task needs.
    @Inject
    DomainSharingTasks(Provider<ConflictsTask> conflictsTask) {
        this.conflictsTask = conflictsTask;
    }

    @Override
    public Set<TaskDTOModule<? extends Task, ? extends TaskDTO>> taskDTOModules() {
        return Set.of(ConflictsTaskDto.module(conflictsTask::get));
    }

    @Override
    public Set<
                    AdditionalInformationDTOModule<
                            ? extends TaskExecutionDetails.AdditionalInformation, ? extends AdditionalInformationDTO>>
            taskAdditionalInformationDTOModules() {
        return Set.of(ConflictsTaskInformation.MODULE);
    }
}
