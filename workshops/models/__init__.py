from workshops.models.applications import Application, ApplicationState, ApplicationTransition
from workshops.models.exercises import (
    Exercise,
    ExerciseDecision,
    ExerciseEdit,
    ExerciseGroup,
    ExerciseMember,
    ExerciseState,
    ExerciseTransition,
)
from workshops.models.participation import Attendance, AttendanceStatus, Participation
from workshops.models.programme import Method, Session
from workshops.models.reports import WorkshopReport
from workshops.models.workshops import (
    Event,
    Venue,
    Workshop,
    WorkshopMatrix,
    WorkshopModule,
    WorkshopNetwork,
    WorkshopState,
    WorkshopTrainer,
    WorkshopTransition,
)

__all__ = [
    "Application",
    "ApplicationState",
    "ApplicationTransition",
    "Attendance",
    "AttendanceStatus",
    "Event",
    "Exercise",
    "ExerciseDecision",
    "ExerciseEdit",
    "ExerciseGroup",
    "ExerciseMember",
    "ExerciseState",
    "ExerciseTransition",
    "Method",
    "Participation",
    "Session",
    "Venue",
    "Workshop",
    "WorkshopMatrix",
    "WorkshopModule",
    "WorkshopNetwork",
    "WorkshopReport",
    "WorkshopState",
    "WorkshopTrainer",
    "WorkshopTransition",
]
