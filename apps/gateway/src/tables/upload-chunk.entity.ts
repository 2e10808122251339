import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Upload } from './upload.entity.js';

/** The bytes of a file, as they were sent. Goes with its upload. */
@Entity({ tableName: 'upload_chunks' })
export class UploadChunk {
  @ManyToOne(() => Upload, {
    primary: true,
    joinColumns: ['organization', 'upload_id'],
    deleteRule: 'cascade',
    updateRule: 'no action',
    index: false,
  })
  upload!: Upload;

  @PrimaryKey({ columnType: 'int' })
  index!: number;

  @Property({ columnType: 'bytea' })
  data!: Buffer;

  @Property({ columnType: 'timestamptz', defaultRaw: 'now()' })
  receivedAt!: Date;
}
