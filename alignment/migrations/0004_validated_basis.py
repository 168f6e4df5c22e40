"""What the figures of a validated matrix stand on; the database itself refuses to change it."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION alignment_refuse_validated_basis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM alignment_alignmentmatrix
        WHERE id = OLD.matrix_id AND state IN ('VALIDATED', 'PUBLISHED', 'SUPERSEDED')
    ) THEN
        RAISE EXCEPTION 'The basis of a validated matrix stays as it is.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'basis_of_a_validated_matrix_stays';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER validated_basis BEFORE UPDATE OR DELETE ON alignment_matrixbasis
    FOR EACH ROW EXECUTE FUNCTION alignment_refuse_validated_basis();
"""
UNDO = """
DROP TRIGGER validated_basis ON alignment_matrixbasis;
DROP FUNCTION alignment_refuse_validated_basis();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("alignment", "0003_cleared_cells_keep_what_they_held"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatrixBasis",
            fields=[
                (
                    "matrix",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="basis",
                        serialize=False,
                        to="alignment.alignmentmatrix",
                    ),
                ),
                (
                    "elements",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="In order; see ELEMENT_FIELDS.",
                    ),
                ),
                ("left_out", models.JSONField(help_text="Code of a target -> why the city leaves it out.")),
                (
                    "local_goals",
                    models.JSONField(help_text="Keys of the goals that the city or its network had added."),
                ),
                ("local_targets", models.JSONField(help_text="The same of targets.")),
                ("indicators", models.JSONField(help_text="Those of the city, as the formulas read them.")),
                ("indicator_names", models.JSONField()),
                ("linked", models.JSONField(help_text="Key of a cell -> codes of its indicators.")),
                (
                    "exercises",
                    models.JSONField(
                        help_text="What their groups scored: code, title, scores of each group."
                    ),
                ),
                (
                    "voices",
                    models.JSONField(
                        help_text="Elements and places in which others than the city have a part."
                    ),
                ),
            ],
            options={
                "verbose_name": "basis of a matrix",
                "verbose_name_plural": "bases of matrices",
            },
        ),
        migrations.AddField(
            model_name="alignmentmatrix",
            name="drafted_in",
            field=models.CharField(
                blank=True,
                help_text="Of a group's draft: the exercise, whose groups are compared.",
                max_length=20,
            ),
        ),
        migrations.RunSQL(FUNCTION, UNDO),
    ]
