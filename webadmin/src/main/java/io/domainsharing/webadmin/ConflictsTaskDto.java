// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import java.util.function.Supplier;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.server.task.json.dto.TaskDTOModule;

/** How a distributed James hands a {@link ConflictsTask} to the node that runs it: there is nothing to it but its type. */
public record ConflictsTaskDto(String type) implements TaskDTO {
    /**
     * For James's serialisers.
     *
     * @param task makes one that has not run
     */
    public static TaskDTOModule<ConflictsTask, ConflictsTaskDto> module(Supplier<ConflictsTask> task) {
        return DTOModule.forDomainObject(ConflictsTask.class)
                .convertToDTO(ConflictsTaskDto.class)
                .toDomainObjectConverter(dto -> task.get())
                .toDTOConverter((ignored, type) -> new ConflictsTaskDto(type))
                .typeName(ConflictsTask.TYPE.asString())
                .withFactory(TaskDTOModule::new);
    }

    @Override
    public String getType() {
        return type;
    }
}
