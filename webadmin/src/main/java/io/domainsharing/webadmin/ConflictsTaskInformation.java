// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.resolution.SweepProgress;
import java.time.Instant;
import java.util.Map;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.task.TaskExecutionDetails;

/** How far a {@link ConflictsTask} is, at one moment. */
public record ConflictsTaskInformation(Instant timestamp, SweepProgress.Snapshot progress)
        implements TaskExecutionDetails.AdditionalInformation {
    /** How James writes it down: as {@code additionalInformation} of the task, and between the nodes of a distributed James. */
    public static final AdditionalInformationDTOModule<ConflictsTaskInformation, Json> MODULE =
            DTOModule.forDomainObject(ConflictsTaskInformation.class)
                    .convertToDTO(Json.class)
                    .toDomainObjectConverter(Json::toInformation)
                    .toDTOConverter(Json::of)
                    .typeName(ConflictsTask.TYPE.asString())
                    .withFactory(AdditionalInformationDTOModule::new);

    /**
     * The same as JSON.
     *
     * @param uncheckedRegexMappings regex mappings of whole domains: the addresses they take cannot be listed, so none of
     *     them was asked for
     */
    public record Json(
            String type,
            Instant timestamp,
            long checkedAddresses,
            long conflicts,
            long unansweredAddresses,
            Map<String, Long> unansweredByPeer,
            long uncheckedRegexMappings)
            implements AdditionalInformationDTO {
        private static Json of(ConflictsTaskInformation information, String type) {
            SweepProgress.Snapshot progress = information.progress();
            return new Json(
                    type,
                    information.timestamp(),
                    progress.checkedAddresses(),
                    progress.conflicts(),
                    progress.unansweredAddresses(),
                    progress.unansweredByPeer(),
                    progress.regexMappings());
        }

        private ConflictsTaskInformation toInformation() {
            return new ConflictsTaskInformation(
                    timestamp,
                    new SweepProgress.Snapshot(
                            checkedAddresses,
                            conflicts,
                            unansweredAddresses,
                            unansweredByPeer,
                            uncheckedRegexMappings));
        }

        @Override
        public String getType() {
            return type;
        }

        @Override
        public Instant getTimestamp() {
            return timestamp;
        }
    }
}
