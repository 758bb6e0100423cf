// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.resolution.Conflicts;
import javax.inject.Inject;
import javax.inject.Provider;
import org.apache.james.task.TaskManager;
import org.apache.james.webadmin.tasks.TaskFromRequest;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that is about addresses on several servers. */
final class ConflictRoutes {
    private final Conflicts conflicts;
    private final Provider<ConflictsTask> task;
    private final TaskManager tasks;
    private final AsciiJson json;

    @Inject
    ConflictRoutes(Conflicts conflicts, Provider<ConflictsTask> task, TaskManager tasks, AsciiJson json) {
        this.conflicts = conflicts;
        this.task = task;
        this.tasks = tasks;
        this.json = json;
    }

    void define(Service service, String path) {
        service.get(
                path,
                (request, response) ->
                        conflicts.all().stream().map(ConflictView::of).toList(),
                json);
        TaskFromRequest check = request -> task.get();
        service.post(path, check.asRoute(tasks), json);
    }
}
