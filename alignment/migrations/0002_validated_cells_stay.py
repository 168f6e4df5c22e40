"""The database itself refuses to change the cells of a validated matrix, whoever asks.

One check per statement, not per row, so that an import of thousands of cells does not feel it. Who changed a
cell may be forgotten (an account that is deleted); its revision is no content either. To mend something by hand,
give the matrix another state first, and the old one afterwards.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION alignment_refuse_validated_cells() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT matrix_id) INTO touched FROM cells_after;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT matrix_id) INTO touched FROM cells_before;
    ELSE
        SELECT array_agg(DISTINCT matrix_id) INTO touched FROM (
            SELECT b.matrix_id FROM cells_before b JOIN cells_after a USING (id)
            WHERE (b.matrix_id, b.element_id, b.goal_id, b.target_id, b.score, b.kind, b.horizon, b.confidence,
                   b.rationale, b.mitigation, b.budget_share, b.provenance, b.original_value)
                IS DISTINCT FROM
                  (a.matrix_id, a.element_id, a.goal_id, a.target_id, a.score, a.kind, a.horizon, a.confidence,
                   a.rationale, a.mitigation, a.budget_share, a.provenance, a.original_value)
            UNION ALL
            SELECT a.matrix_id FROM cells_before b JOIN cells_after a USING (id)
            WHERE a.matrix_id <> b.matrix_id
        ) changed;
    END IF;
    IF EXISTS (
        SELECT FROM alignment_alignmentmatrix
        WHERE id = ANY(touched) AND state IN ('VALIDATED', 'PUBLISHED', 'SUPERSEDED')
    ) THEN
        RAISE EXCEPTION 'The cells of a validated matrix stay as they are.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'cells_of_a_validated_matrix_stay';
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER validated_cells_insert AFTER INSERT ON alignment_alignmentcell
    REFERENCING NEW TABLE AS cells_after
    FOR EACH STATEMENT EXECUTE FUNCTION alignment_refuse_validated_cells();
CREATE TRIGGER validated_cells_update AFTER UPDATE ON alignment_alignmentcell
    REFERENCING OLD TABLE AS cells_before NEW TABLE AS cells_after
    FOR EACH STATEMENT EXECUTE FUNCTION alignment_refuse_validated_cells();
CREATE TRIGGER validated_cells_delete AFTER DELETE ON alignment_alignmentcell
    REFERENCING OLD TABLE AS cells_before
    FOR EACH STATEMENT EXECUTE FUNCTION alignment_refuse_validated_cells();
"""
UNDO = """
DROP TRIGGER validated_cells_insert ON alignment_alignmentcell;
DROP TRIGGER validated_cells_update ON alignment_alignmentcell;
DROP TRIGGER validated_cells_delete ON alignment_alignmentcell;
DROP FUNCTION alignment_refuse_validated_cells();
"""


class Migration(migrations.Migration):
    dependencies = [("alignment", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTION + TRIGGERS, UNDO)]
